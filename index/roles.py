"""What people are called by what they do: nouns of offices, callings and kin, forms of address, and their gender."""

from __future__ import annotations

import re

from index.grammar import bare, word_set

ROLES = word_set(
    "president vice-president minister premier chancellor secretary spokesman spokeswoman spokesperson ambassador envoy"
    " senator congressman congresswoman representative governor mayor king queen prince princess emperor sultan emir"
    " pope cardinal archbishop bishop imam rabbi reverend pastor priest general colonel major captain lieutenant"
    " sergeant admiral commander marshal officer sheriff constable detective inspector superintendent prosecutor"
    " attorney lawyer solicitor barrister judge justice magistrate director chief head chair chairman chairwoman"
    " chairperson co-chair ceo cfo coo cto founder co-founder owner executive manager coach trainer player striker"
    " midfielder defender goalkeeper quarterback pitcher professor lecturer researcher scientist economist analyst"
    " historian physicist biologist chemist epidemiologist virologist doctor surgeon nurse physician psychologist"
    " sociologist engineer astronaut astronomer geologist expert scholar fellow student teacher principal dean rector"
    " activist campaigner organizer organiser advocate journalist reporter correspondent editor columnist author"
    " writer novelist poet actor actress singer musician producer filmmaker artist designer architect strategist"
    " adviser advisor consultant aide pollster lobbyist candidate nominee leader deputy delegate lawmaker legislator"
    " mp mep councillor councilor councilman councilwoman commissioner speaker whip treasurer comptroller accountant"
    " banker investor trader entrepreneur businessman businesswoman billionaire farmer driver pilot worker resident"
    " neighbor neighbour witness survivor victim suspect defendant plaintiff mother father wife husband son daughter"
    " brother sister widow widower niece nephew uncle aunt cousin grandmother grandfather friend negotiator diplomat"
    " official undersecretary under-secretary politician veteran fighter dictator ruler monarch host moderator anchor"
    " presenter narrator voter supporter critic opponent contender challenger incumbent star champion winner partner"
    " member boss chef comedian coordinator co-ordinator administrator curator librarian ombudsman auditor"
    " secretary-general counsel source insider observer leader first lady statistician climatologist meteorologist"
    " democrat republican conservative liberal tory lord investigator ceos"
) - {"first"}
ADDRESS = word_set(
    "mr mrs ms miss sir lord lady dame dr prof rev sen sens rep reps gov gen lt col capt maj sgt cpl adm cmdr del hon"
    " atty president premier chancellor senator king queen prince princess pope"
)
WOMEN = word_set(
    "mrs ms miss lady dame spokeswoman congresswoman chairwoman councilwoman businesswoman policewoman queen princess"
    " empress duchess actress wife mother widow daughter sister niece aunt grandmother woman girl girlfriend"
)
MEN = word_set(
    "mr sir lord spokesman congressman chairman councilman businessman policeman king prince emperor duke pope husband"
    " father widower son brother nephew uncle grandfather cardinal archbishop imam man boy boyfriend"
)
MODIFIERS = word_set(
    "prime foreign vice deputy former ex acting interim chief senior junior top defence defense finance interior home"
    " justice trade health education environment energy economy economics labour labor agriculture transport security"
    " external internal press executive assistant associate managing general first first-term national federal state"
    " lead co attorney secretary shadow permanent special high leading longtime long-time veteran political"
    " presidential vice-presidential democratic republican conservative liberal green affairs majority minority"
    " opposition house communications communication campaign policy cabinet culture sports sport treasury head party"
    " retired late current then newly elected president-elect"
)
PORTFOLIO = MODIFIERS | word_set("state affairs house treasury homeland commons exchequer staff policy relations")
GOVERNING = word_set(
    "government governments regime authorities administration leadership side capital rulers leaders delegation"
)
ANONYMOUS = word_set(
    "official officials source sources diplomat diplomats aide aides adviser advisers advisor advisors insider insiders"
    " lawmaker lawmakers analyst analysts expert experts critic critics resident residents"
)
_MADE = re.compile(r"[a-z]+(?:woman|women|person|men|[^uerh]man)")
_PLURAL_MEN = re.compile(r"(?:men|women|people|persons)$")
_NOT_MEN = word_set("roman german norman human woman ottoman")


def small(word: str) -> str:
    """Return a word bare of case, possessive ending and closing dot."""
    return bare(word).rstrip(".")


def is_role(word: str) -> bool:
    """Tell whether a word says what one person does ("minister", "striker", "mother")."""
    plain = small(word)
    last = plain.rsplit("-", 1)[-1]
    if plain in ROLES or (last != plain and last in ROLES):
        return True
    return (
        word[:1].islower()
        and plain not in _NOT_MEN
        and _MADE.fullmatch(plain) is not None
        and not _PLURAL_MEN.search(plain)
    )


def is_roles(word: str) -> bool:
    """Tell whether a word says what several people do ("officials", "spokesmen", "attorneys")."""
    plain = small(word)
    if _PLURAL_MEN.search(plain):
        return True
    return plain.endswith("s") and is_role(plain[:-1]) and plain not in ROLES


def is_address(word: str) -> bool:
    """Tell whether a word is a form of address that a surname follows ("Mr.", "Sen.", "President")."""
    return small(word) in ADDRESS


def gender_of(words: list[str]) -> str | None:
    """Return "f" or "m" if one of the words tells ("spokeswoman", "Mr."), else None."""
    plain = {small(word) for word in words}
    if plain & WOMEN or any(word.endswith("woman") for word in plain):
        return "f"
    made = any(word.endswith("man") and is_role(word) for word in plain)
    return "m" if plain & MEN or made else None
