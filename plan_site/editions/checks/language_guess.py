"""
Which language a text is in, English or Spanish, as far as its words tell.

Each word is weighed: the small words of a language weigh most, then letters and endings
that only one of the two has. Names, addresses and codes weigh nothing. Where the
weights do not say, the text is given the benefit of the doubt.
"""

import re
import unicodedata

# Fewer words than this may be a name, and say too little.
FEWEST_WORDS = 2
# How far one language must be ahead of the other, the weight of one small word; and how
# much will do where nothing at all speaks for the other.
LEAD = 2.0
ALONE = 1.2


def listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


SMALL_WORDS = {
    "en": listed(
        """
        the of and to that is for with are on by at from this be it as or an
        which their they we our its not have has was were will can each all who
        what how when where why than more these those them there been but if
        into about over through across after before between during must may
        should would every other such only also do does did you your one two
        three four five up out so both many most some any few least against
        toward towards until while within without under
        """
    ),
    "es": listed(
        """
        el la los las de del y en que un una unos unas por para con se al su sus
        es son como más pero este esta estos estas ese esa esos esas lo le les
        nos sin sobre entre hasta desde cada todos todas todo toda quien quienes
        qué cómo cuando cuándo donde dónde porque también muy ya fue eran ser
        está están hay ha han sea sean cual cuáles según otro otra otros otras
        nuestro nuestra nuestros nuestras ni o u e si sí dos tres cuatro cinco
        menos mientras durante tras mediante hacia contra debe deben puede
        pueden usted ustedes algo alguno algunas algunos ningún ninguna mi tu
        """
    ),
}

# Words of school life that neither endings nor letters tell apart.
PLAIN_WORDS = {
    "en": listed(
        """
        school schools student students teacher teachers family families parent
        parents child children plan plans year years learning skills health math
        science community communities public job jobs data new help safe ready
        use used give gives make makes made get take part college career grade
        grades class classes staff people support service services program
        programs high low rate rates measure measures report reports budget
        budgets music art arts language languages online home best better good
        great feel learn teach read reading write writing grow care work build
        offer train trained share reach local state national test tests food
        meals page pages video videos notes pupil pupils absent absence graduate
        graduates target result results open improve increase reduce expand
        provide promote ensure create include develop strengthen modernize lead
        honor serve hire keep
        """
    ),
    "es": listed(
        """
        escuela escuelas estudiante estudiantes maestro maestra maestros
        maestras familia familias padre madre padres madres niño niña niños hijo
        hija hijos año años plan planes aprendizaje salud ciencia ciencias
        comunidad comunidades trabajo empleo datos nuevo nueva nuevos nuevas
        ayuda apoyo seguro segura listos uso dar hacer universidad carrera
        carreras grado grados clase clases personal gente servicio servicios
        programa programas alto alta bajo baja tasa tasas medida medidas informe
        informes presupuesto música arte artes idioma idiomas línea casa mejor
        mejores bueno buena grande grandes leer lectura escribir escritura
        crecer local estado estatal nacional prueba pruebas comida comidas
        página páginas ausente ausencia meta objetivo resultado resultados
        abierto abierta aumentar reducir ampliar ofrecer lograr crear incluir
        desarrollar fortalecer modernizar dirigir valorar servir reuniones
        """
    ),
}

LETTERS = {
    "en": re.compile(
        r"(th|sh|wh|ck|ght|oo|ee(?![rm])|ou|ss|ff|pp|tt|mm|bb|dd|gg|zz|k|w|ph|y[^aeiou]|oa"
        r"|ea$|ay|ey|oy|tion|[bcfghkmpqtvw]s?$)"
    ),
    "es": re.compile(r"(ñ|[áéíóú]|ll[aeo]|rr[aeiou]|ie[nr]|ue[nlrs]|güe|güi)"),
}
ENDINGS = {
    "en": re.compile(
        r"(ing|ings|tion|tions|sion|sions|ed|ly|ity|ties|ness|ment|ments|ful|less|ous|ive"
        r"|ance|ence|al|ic|ics|er|ers|y|ies|ves|ct|ds|ts|ks|ms|rs|ns|st|nt|th|d|t|k|p|m|c|h|f|g)$"
    ),
    "es": re.compile(
        r"(ción|ciones|sión|siones|dad|dades|mente|miento|mientos|ando|iendo|ado|ada|ados"
        r"|adas|ido|ida|idos|idas|ar|er|ir|arse|erse|irse|aje|anza|encia|ancia|ista|ivo"
        r"|iva|ivos|ivas|oso|osa|ico|ica|icos|icas|o|a|os|as|es)$"
    ),
}
WEIGHTS = {"small": 2.0, "plain": 1.5, "letters": 1.0, "ending": 0.6}

# What is the same in each language: addresses, e-mail, code, the targets of links.
SILENT = re.compile(r"\]\([^()]*\)|https?://\S+|www\.\S+|(?<!\S)\S+@\S+|`[^`]*`|#\S+")
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")


def language_of(text: str) -> str | None:
    """The language that a text is in; None where its words do not say."""
    scores = weigh(text)
    first, second = sorted(scores, key=scores.get, reverse=True)
    least = LEAD if scores[second] else ALONE
    return first if scores[first] - scores[second] >= least else None


def is_in_wrong_language(text: str, language: str, other: str = "") -> bool:
    """
    Whether a text, or a whole paragraph of it, is in another language than it should.

    ``other`` is the text in the other language: a few words with capitals that stand in
    both are a name.
    """
    if is_name(text, other):
        return False
    return any(
        language_of(paragraph) not in {None, language}
        for paragraph in [text, *text.splitlines()]
        if len(words_of(paragraph)) >= FEWEST_WORDS
    )


def is_name(text: str, other: str) -> bool:
    """Whether a text is a name that is kept: short, and in the other language too."""
    words = words_of(text)
    if " ".join(text.split()) not in " ".join(other.split()) or len(words) > 6:
        return False
    long_ones = [word for word in words if len(word) > 3]
    return all(word[0].isupper() for word in long_ones)


def weigh(text: str) -> dict[str, float]:
    scores = dict.fromkeys(SMALL_WORDS, 0.0)
    words = words_of(text)
    names = names_in(text)
    for place, word in enumerate(words):
        if place in names:
            continue
        for language, weight in weights_of(word.casefold()).items():
            scores[language] += weight
    return scores


def weights_of(word: str) -> dict[str, float]:
    known = {
        language: WEIGHTS["small"] * (word in SMALL_WORDS[language])
        + WEIGHTS["plain"] * (word in PLAIN_WORDS[language])
        for language in SMALL_WORDS
    }
    if any(known.values()) or len(word) < 3:
        return known
    return {
        language: WEIGHTS["letters"] * bool(LETTERS[language].search(word))
        + WEIGHTS["ending"] * bool(ENDINGS[language].search(word))
        for language in SMALL_WORDS
    }


def words_of(text: str) -> list[str]:
    """The words of a text that are written in a language at all."""
    plain = SILENT.sub(" ", unicodedata.normalize("NFC", text))
    return [word for word in WORD.findall(plain) if not is_code(word)]


def is_code(word: str) -> bool:
    """Whether a word is an abbreviation, such as LCAP; longer ones may be shouted."""
    return (
        len(word) < 2
        and word.casefold() not in "aeouy"
        or (word.isupper() and 1 < len(word) <= 5)
    )


def names_in(text: str) -> set[int]:
    """
    The places of words that are names: capitals inside a text that has small words too.

    A text all of whose longer words have capitals is a headline, and no name.
    """
    words = words_of(text)
    long_ones = [word for word in words if len(word) > 3]
    capitals = [word for word in long_ones if word[0].isupper() and not word.isupper()]
    if not capitals or len(capitals) > len(long_ones) * 0.6:
        return set()
    return {
        place
        for place, word in enumerate(words)
        if place > 0 and word[0].isupper() and not word.isupper()
    }
