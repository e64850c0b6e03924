"""What StratML asks of a file: which elements, in which order, with what in them."""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:"
PART_1 = f"{{{NAMESPACE}stratml_core}}"
PART_2 = f"{{{NAMESPACE}PerformancePlanOrReport}}"
# The children of each element, as a regular expression; all others have only text.
SHARED = {
    "Organization": "Name? Acronym? Identifier? Description? Stakeholder*",
    "Vision": "Description? Identifier?",
    "Mission": "Description? Identifier?",
    "Value": "Name? Description?",
    "StrategicPlanCore": "Organization* Vision? Mission? Value* Goal+",
    "Goal": "Name Description Identifier? SequenceIndicator? Stakeholder*"
    " OtherInformation? Objective*",
}
OBJECTIVE = (
    "Name? Description? Identifier? SequenceIndicator? Stakeholder* OtherInformation?"
)
HEAD = "Name Description? OtherInformation? StrategicPlanCore"
ABOUT = "Identifier? StartDate? EndDate? PublicationDate? Source?"
RESULT = "StartDate? EndDate? NumberOfUnits? Descriptor? Description?"
CHILDREN = {
    PART_1: {
        **SHARED,
        "StrategicPlan": f"{HEAD} AdministrativeInformation?",
        "Objective": OBJECTIVE,
        "AdministrativeInformation": f"{ABOUT} Submitter?",
    },
    PART_2: {
        **SHARED,
        "PerformancePlanOrReport": f"{HEAD} AdministrativeInformation? Submitter?",
        "Objective": f"{OBJECTIVE} PerformanceIndicator*",
        "AdministrativeInformation": ABOUT,
        "PerformanceIndicator": "SequenceIndicator? MeasurementDimension"
        " UnitOfMeasurement Identifier? Relationship* MeasurementInstance*"
        " OtherInformation?",
        "Relationship": "Identifier? ReferentIdentifier* Name? Description?",
        "MeasurementInstance": "TargetResult* ActualResult*",
        "TargetResult": RESULT,
        "ActualResult": RESULT,
        "Descriptor": "DescriptorName? DescriptorValue?",
    },
}
ATTRIBUTES = {
    "Type": {"Strategic_Plan", "Performance_Plan", "Performance_Report"},
    "PerformanceIndicatorType": {"Quantitative", "Qualitative"},
    "RelationshipType": {"Broader_Than", "Peer_To", "Narrower_Than"},
}
MAY_BE_EMPTY = {"NumberOfUnits", "MeasurementInstance", "Vision"}


def faults(root: etree._Element) -> Iterator[str]:
    """What a validator would refuse, and what one should, in words."""
    namespace = root.tag.partition("}")[0] + "}"
    children = CHILDREN[namespace]
    for element in root.iter(etree.Element):
        name = element.tag.removeprefix(namespace)
        found = "".join(f"{child.tag.removeprefix(namespace)} " for child in element)
        asked = re.sub(r"(\w+)([?*+]?) ?", r"(\1 )\2", children.get(name, ""))
        if not re.fullmatch(asked, found):
            yield f"{name} has {found}"
        if any(value not in ATTRIBUTES[key] for key, value in element.attrib.items()):
            yield f"{name} is {dict(element.attrib)}"
        text = (element.text or "").strip()
        if name in children:
            yield from [f"{name} has the text {text}"] if text else []
        elif not is_written_well(name, text):
            yield f"{name} is {text!r}"
    ids = Counter(one.text for one in root.iter(f"{namespace}Identifier"))
    yield from (f"{one} is there {n} times" for one, n in ids.items() if n > 1)
    referents = {one.text for one in root.iter(f"{namespace}ReferentIdentifier")}
    yield from (f"{one} is not there" for one in referents - ids.keys())


def is_written_well(name: str, text: str) -> bool:
    """As the type of its element has it: xsd:ID, xsd:date, xsd:decimal, or a text."""
    if name == "NumberOfUnits":
        return bool(re.fullmatch(r"([+-]?\d+(\.\d+)?)?", text))
    if name.endswith("Identifier"):
        return bool(re.fullmatch(r"[A-Za-z_][\w.-]*", text, re.ASCII))
    if name.endswith("Date"):
        return bool(re.fullmatch(r"\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])", text))
    return bool(text)
