"""What a StratML file says of a plan."""

from django import template

from plan_site.editions.data import stratml

register = template.Library()

for tag in (stratml.text_of, stratml.days):
    register.simple_tag(tag)
for shown in (
    stratml.identifier,
    stratml.objectives,
    stratml.indicators,
    stratml.instances,
):
    register.filter(shown)
