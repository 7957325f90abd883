"""Names as a text writes them: capitalised words in a row, the title before them, and what describes them around."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.bearer import is_acronym, is_body
from index.given import given_gender
from index.grammar import FUNCTION, SAYING, SUFFIX, VERBS, bare, word_set
from index.offices import Office, described, entity, institution
from index.places import is_listed
from index.roles import MODIFIERS, PORTFOLIO, is_address, is_role, is_roles, small
from index.values import Span

_DOTTED = r"(?:Sens?|Reps?|Gov|Gen|Mr|Mrs|Ms|Dr|Jr|Sr|Del|Lt|Col|Capt|Maj|Sgt|Rev|Prof|St|Atty|Adm|Cmdr|Hon)\."
_WORD = rf"(?:{_DOTTED}|(?:[A-Z]\.)+|(?:al|el|an|as|ibn|bin)-[A-Z]\w+|[A-Z]\w*(?:['-](?!s\b)\w+)*)"
_PARTICLES = r"(?:(?:de|la|le|da|di|du|van|von|der|den|bin|ibn|al|el|ben|dos|del)[ ]){0,2}"
_RUN = re.compile(rf"(?<![\w.'-]){_WORD}(?:[ ](?:\"[A-Z]\w+\"[ ])?{_PARTICLES}{_WORD})*")
_OWN = re.compile(r"'s?(?!\w)")
_LINKED = re.compile(r"(?:\s(?:of|for|on|and)(?:\sthe)?(?:\s[A-Z][\w.-]*)+){1,3}")
_OFFICE_BEFORE = re.compile(r"((?:(?:[A-Z][\w.-]*(?:'s)?|the) ){0,4}[A-Z][\w-]+) ((?:of|for) (?:the )?)$")
_OWNER = re.compile(r"((?:[A-Z][\w.-]* ){0,4}[A-Z][\w.-]*)'s $")
_APPOSED = re.compile(
    r"(?:\s*\([^()\n]{1,40}\))?,\s+(?:\d{1,3},\s+)?((?:(?:an?|the|its|his|her|their|who is|now)\s)?[^,;.\n\"()]{3,120})"
)
_BEFORE = re.compile(r"([^,;.:\n\"()]{3,90}),\s$")
_STOP = re.compile(r"\b(?:said|says|told|who|which|that|where|when|has|have|had|was|were|is|are|will|would)\b")
_LONGEST = 12
_USED = word_set("campaign administration government regime team office camp supporters allies lawyers")
_SUFFIXES = word_set("jr sr ii iii iv")
_CALENDAR = word_set(
    "january february march april june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday"
)
_DATED = (_CALENDAR - {"may"}) | {"i"}
_NOBODY = word_set(
    "i everyone everybody someone somebody nobody anyone anybody today yesterday meanwhile earlier later"
)
_DATING = word_set("in of since until by last this next early late mid from to on through before after during")
_HEADLINE_VERBS = VERBS | word_set("goes does says hits slams faces vows eyes backs blasts warns gets sees")
_SAYS = word_set("said says told asked added adds tells asks")
_DEFINITE = word_set("the its his her their")
_NOT_LAST = word_set(
    "watch journal international bank project fund street avenue road times star herald tribune inc corp ltd plc llc"
    " airlines airways motors group media television radio tv fc ap afp images survey poll report studies bill law"
    " amendment plan day week award prize cup open games championship studio studios research affairs security rights"
    " hall square county province region south north east west coast today online magazine review mail daily weekly"
    " gazette chronicle globe wire initiative fight deal campaign coalition caucus trust holdings partners industries"
    " systems technologies energy records hospital school college museum library laboratory observatory corps navy"
    " helmets forces nations states"
)


@dataclass(slots=True)
class Run:
    """A name: its span, its words, the words of the title before it, and where the title starts.

    ``owned`` tells of a possessive ending, ``the`` of an article before it.
    """

    span: Span
    words: list[str]
    title: list[str] = field(default_factory=list)
    begin: int = 0
    owned: bool = False
    the: bool = False

    @property
    def name(self) -> str:
        """The words with the title."""
        return " ".join([*self.title, *self.words])


def runs(text: str, written: str) -> Iterator[Run]:
    """Yield the names of a folded text, in order, with their words as ``written``."""
    for match in _RUN.finditer(text):
        words = [Span(match.start() + m.start(), match.start() + m.end()) for m in re.finditer(r"\S+", match[0])]
        named = (i for i, w in enumerate(words) if not _opens_only(w.of(text)) or _is_may(text, w))
        words = words[next(named, len(words)) :]
        for piece in _pieces(text, words) if len(words) > 3 else (words,):
            if 0 < len(piece) <= _LONGEST and (run := _run(text, piece, written)):
                yield run


def _pieces(text: str, words: list[Span]) -> Iterator[list[Span]]:
    """Yield the names in capitalised words in a row, which in a headline are also small words and verbs."""
    piece: list[Span] = []
    for word in words:
        plain = bare(word.of(text))
        if plain in FUNCTION and not is_acronym(word.of(text)) and not _is_may(text, word):
            yield piece
            piece = []
        else:
            piece.append(word)
        if len(piece) == 3 and plain in _HEADLINE_VERBS and given_gender(piece[0].of(text)):
            yield piece[:2]
            piece = []
    yield piece


def _is_may(text: str, word: Span) -> bool:
    """Tell whether the word is the surname May, not the month."""
    before = text[max(0, word.start - 8) : word.start].split()
    dated = bool(before) and bare(before[-1]) in _DATING
    return word.of(text) == "May" and not dated and not text[word.end : word.end + 3].strip(" ,")[:1].isdigit()


def _opens_only(word: str) -> bool:
    plain = bare(word)
    if plain in _CALENDAR or plain in _NOBODY:
        return True
    return not is_acronym(word) and (plain in FUNCTION or plain in _SAYS)


def _run(text: str, spans: list[Span], written: str) -> Run | None:
    """Return the name that some words make, with the title taken off, also one that begins before ("Secretary of")."""
    cut, begin, title = _office_before(text, spans) or (0, spans[0].start, [])
    last = max((i for i, s in enumerate(spans[:-1]) if is_role(s.of(text)) or is_address(s.of(text))), default=-1)
    title += [s.of(text) for s in spans[cut : last + 1]]
    cut = max(cut, last + 1)
    names = [s for s in spans[cut:] if not s.of(text).startswith('"') and bare(s.of(text)) not in _DATED]
    if not names:
        return None
    span = Span(spans[cut].start, names[-1].end)
    words = [s.of(written) for s in names]
    the = text[max(0, begin - 4) : begin].lower() == "the "
    return _shortened(Run(span, words, title, begin, _is_modifier(text, span.end), the), text)


def _is_modifier(text: str, end: int) -> bool:
    """Tell whether a name that ends there is possessive, or stands before the noun that is meant."""
    following = re.match(r" ([a-z][a-z-]+)", text[end : end + 30])
    return bool(
        _OWN.match(text, end)
        or (following and (is_role(following[1]) or is_roles(following[1]) or following[1] in _USED))
    )


def _office_before(text: str, spans: list[Span]) -> tuple[int, int, list[str]] | None:
    """Return how many words belong to the office that begins before them, where it begins, and its words."""
    before = text[max(0, spans[0].start - 90) : spans[0].start]
    match = _OFFICE_BEFORE.search(before)
    if match is None or not is_role(match[1].split()[-1]) or len(spans) < 2:
        return None
    cut = 0
    while cut < len(spans) - 1 and small(spans[cut].of(text)) in PORTFOLIO:
        cut += 1
    title = [*match[1].split(), *match[2].split(), *(s.of(text) for s in spans[:cut])]
    return (cut, spans[0].start - len(match[0]), title) if cut else None


def _shortened(run: Run, text: str) -> Run:
    """Take the demonym or body off that goes before a person's name ("Latvian Dainis Ivans", "House Newt Gingrich")."""
    words = run.words
    given = next((i for i, w in enumerate(words[:-1]) if i and given_gender(w) and is_body(" ".join(words[:i]))), 0)
    if len(words) > 2 and given_gender(words[1]) and not given_gender(words[0]) and _is_common(words[0], text):
        given = 1
    while (len(words) > 2 and is_listed(words[0]) and not is_body(" ".join(words))) or given > 0:
        run.title.append(words[0])
        run.span = Span(run.span.start + len(words[0]) + 1, run.span.end)
        words, given = words[1:], given - 1
    run.words = words
    return run


def _is_common(word: str, text: str) -> bool:
    return bare(word) in VERBS or f" {word.lower()} " in text


def may_be_person(run: Run) -> bool:
    """Tell whether a name can be a person's: a title says so, or nothing says otherwise."""
    words, joined = run.words, " ".join(run.words)
    titled = any(is_role(w) or is_address(w) for w in run.title)
    if len(words) == 1 and bare(words[0]) in SAYING:
        return False
    if len(words) > 5 or institution(joined) or is_listed(joined) or is_role(words[-1]) or is_roles(words[-1]):
        return False
    if is_body(joined) and not (run.title and is_address(run.title[-1])):
        return False
    if not titled and (small(words[-1]) in _NOT_LAST or any(map(is_acronym, words)) or is_listed(words[0])):
        return False
    return words[-1][-1] != "." or small(words[-1]) in _SUFFIXES


def extended(text: str, run: Run) -> str:
    """Return the whole name of a body, with what links on: "Organisation for the Prohibition of Chemical Weapons"."""
    linked = _LINKED.match(text, run.span.end)
    return run.name + (linked[0] if linked and is_body(run.name) else "")


_COUNTERPART = re.compile(r"(?<![\w-])([A-Z][\w.-]+) (?:counterpart|colleague|opposite number),? $")


def offices_beside(text: str, run: Run) -> Iterator[Office]:
    """Yield what the title, the words before and the apposition after a name tell of its bearer."""
    owner = _OWNER.search(text[max(0, run.begin - 60) : run.begin])
    if owner and not run.title:
        served = entity(owner[1], None)
        if institution(owner[1]) or is_body(owner[1]) or is_acronym(owner[1]):
            yield Office("", tuple(served))
    if counterpart := _COUNTERPART.search(text[max(0, run.begin - 60) : run.begin]):
        yield Office("", described(f"{counterpart[1]} official").affiliation)
    before = f"{owner[1]}'s " if owner else _words_before(text[max(0, run.begin - 90) : run.begin])
    office = described(before + " ".join(run.title))
    if office.role and not is_address_only(run.title):
        yield office
    if not run.owned and (match := _APPOSED.match(text, run.span.end)):
        phrase = _STOP.split(match[1].removeprefix("who is "))[0]
        if _opens_description(phrase):
            yield described(phrase)


def _opens_description(phrase: str) -> bool:
    """Tell whether words after a name and a comma begin as a description of the bearer does."""
    first = phrase.split()[0] if phrase.split() else ""
    plain = small(first)
    determined = plain in _DEFINITE or plain in {"a", "an", "now"} or SUFFIX.search(first) is not None
    return determined or plain in MODIFIERS or is_role(first) or is_listed(first)


def is_address_only(title: list[str]) -> bool:
    """Tell whether a title is a mere form of address ("Mr.")."""
    return bool(title) and small(title[-1]) in {"mr", "mrs", "ms", "miss", "dr", "sir"}


def _words_before(before: str) -> str:
    """Return the words before a name that describe it: "the British minister, ", "Latvian journalist "."""
    if apposed := _BEFORE.search(before):
        phrase = _last_phrase(apposed[1])
        definite = bool(phrase) and (bare(phrase.split()[0]) in _DEFINITE or "'s" in phrase)
        return phrase + " " if definite and described(phrase).role else ""
    last = before.split()[-1] if before.split() else ""
    if not before.endswith(" ") or "'" in last or not (is_role(last) or is_listed(last)):
        return ""
    return _last_phrase(before) + " "


def _is_doing(word: str) -> bool:
    return word.islower() and word.endswith("ing") and word not in MODIFIERS


def _last_phrase(words: str) -> str:
    """Return the last words of ``words`` that can be one description: back to a verb or a small word."""
    kept: list[str] = []
    for word in reversed(words.split()):
        plain = bare(word)
        if plain in _DEFINITE or plain in {"a", "an"}:
            return " ".join([word, *reversed(kept)])
        stops = plain in SAYING or (plain in FUNCTION and plain not in {"of", "for", "to", "at"})
        if stops or len(kept) > 7 or _is_doing(word) or (word[-1] in '.,;:!?")' and not is_acronym(word)):
            break
        kept.append(word)
    return " ".join(reversed(kept))
