"""What a question asks for: names, content words, whose words, what kind of answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from index.bearer import is_acronym, is_body
from index.claim import Polarity
from index.names import question_names
from index.offices import institution
from index.places import states
from index.reporting import polarities
from index.roles import GOVERNING, PORTFOLIO, is_role
from index.sentences import paragraphs
from index.terms import content_stems, is_content, stem, words
from index.values import Span
from rag.verbs import is_plain, is_report

Wanted = Literal["who", "when", "where", "number", "why", "other"]

_OPINION = frozenset(
    stem(w)
    for w in """position view stance opinion reaction response statement comment claim words remark message line
    argument version account explanation assessment criticism denial accusation allegation warning
    demand promise reason justification excuse""".split()
)
_NO_VERB = r"(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bof )(?<!\bon )(?<!\bto )"
_GIVEN = re.compile(
    r"\b(?:what|which) (?:[\w-]+ ){0,2}?(?P<noun>[a-z]+) (?:(?:did|do|does) .{1,80}?\b" + _NO_VERB + r"(?P<verb>give"
    r"|offer|make|take|present|provide|voice|express|issue|raise)|(?:has|have|had) .{1,80}?\b"
    + _NO_VERB
    + r"(?P<done>given|offered|made|taken|presented|provided|voiced|expressed|issued|raised))\b",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"\W*(?:(?:and|so|but|then) )?how (?:did|do|does) .{1,80}?\b" + _NO_VERB + r"(?P<verb>rate|judge|assess|evaluate"
    r"|justify|see|view) (?:the|a|an|its|their|his|her|this|that|these|those|(?-i:[A-Z]))",
    re.IGNORECASE,
)
_SIDE = GOVERNING | {"minister", "ministers", "official", "officials", "diplomat", "diplomats"}
_NEEDS_TOPIC = frozenset(map(stem, ("speak", "spoke", "talk", "see", "saw", "view", "discuss")))
_ASKED = (
    r"(?=\W*$|\W+(?:exactly |else )?(?:did|do|does|has|have|had|was|were|is|are|will|would|can|could|should|might)\b)"
)
_WANTED: tuple[tuple[str, Wanted], ...] = (
    (r"\bhow (?:many|much|long|old|far|often|large|big|strong|high)\b|\bwhat (?:number|share|percentage)\b", "number"),
    (rf"\bwhen{_ASKED}|\b(?:what|which) (?:date|day|year|month|time)\b", "when"),
    (rf"\bwhere{_ASKED}|\b(?:which|what) (?:city|town|place)\b", "where"),
    (r"\b(?:who|whom|whose|which (?:minister|president|official|leader|side|party|person|countr|state)\w*)\b", "who"),
    (r"\bwhy\b|\bwhat (?:is|was) the reason\b", "why"),
)


_ASKING = re.compile(
    r"\W*(?:and |so |but |then )?(?:what|who|how|which|why|whom|whose|where|when|did|does|do|has|have|had|is|are|was"
    r"|were|can|could|will|would|should|may|might)\b",
    re.IGNORECASE,
)
_VERBAL = (
    r"(?:did|do|does|has|have|had|was|were|is|are|will|would|can|could|may|might|should|\w+ed|made|sat|hit|met|got)\b"
)
_COUNTED = re.compile(rf"\bhow many ((?:(?!{_VERBAL})[\w’'-]++ ?){{1,3}})", re.IGNORECASE)
_OF = re.compile(r"\b(?:of|in|from|at|on|for|around|across|with|by|who|that|to|than)\b", re.IGNORECASE)
_PLURAL = re.compile(r"[^sui]s$|(?:people|men|children|feet|police)$", re.IGNORECASE)
_CHOSEN = re.compile(rf"\b(?:which|what) ((?:(?!{_VERBAL})[\w’'-]++ ?){{1,2}})(?={_VERBAL})", re.IGNORECASE)
_WHO_SAYS = re.compile(r"\bwho(?: else)?(?: (?:has|have|had|also|ever|first|then))*\s+$", re.IGNORECASE)
_ASIDE = re.compile(r"\b(?:when|after|before|while|once) (?:he|she|they|it)\s+$", re.IGNORECASE)
_NOUN = re.compile(r"(?:tion|ment|ance|osal|nial|usal)s?$", re.IGNORECASE)
_OWNED = re.compile(
    r"(?:\b(?P<verb>did|do|does|has|have|had|will|would|can|could|may|might|should|must|what|how|who|why|and|or) )?"
    r"(?:\w+(?:['’]s?|s['’])|(?<!\w)(?:the|an?|its|his|her|their|this)) (?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_IN_APPOSITION = re.compile(r", (?:the|an?|who|whose)\b[^,]*$")
_BEFORE_SPEAKER = re.compile(
    r"(?:according to|accused by|said by|told by|claimed by|words of|view of|position of|statement (?:of|by|from))"
    r"(?: the)?\W*(?:\w+ )?$"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart. ``names`` are the names in it, ``claimants`` those whose words are asked for.

    ``topic`` holds the stems of the remaining content words. ``speech`` tells whether words of somebody are asked for,
    ``category`` is the stem of the noun that is counted or chosen from, ``force`` what was done by saying it, where the
    question tells ("who denied").
    """

    text: str
    names: tuple[str, ...]
    claimants: tuple[str, ...]
    topic: tuple[str, ...]
    speech: bool
    wanted: Wanted
    category: str = ""
    force: Polarity | None = None


def is_question(text: str) -> bool:
    """Tell whether a text asks: it ends with a question mark, or is one sentence that opens with a question word.

    A post that asks first and goes on to tell ("Who pays? We do, says …") is a statement; an auxiliary asks as well.
    """
    if text.rstrip().endswith("?"):
        return True
    return bool(_ASKING.match(text)) and sum(map(len, paragraphs(text))) == 1


def understand(text: str, known: Callable[[str], bool] | None = None, dated: str = "") -> Question:
    """Take a stand-alone question apart.

    ``known`` tells whether a word is a name in the archive; ``dated`` are the words that name a period: no topic.
    """
    found = question_names(text, known)
    names = tuple(dict.fromkeys(part for n in found for part in _parts(n.text)))
    turn = _by_turn(text)
    verb = re.compile(r"\w+").match(text, turn.start) if turn else _report_verb(text)
    claimants = tuple(part for n in found for part in _parts(n.text) if _speaks(text, n.span.start, n.span.end, verb))
    if verb and _WHO_SAYS.search(text[: verb.start()]):
        claimants = ()
    speech = verb is not None or bool(claimants)
    named = {s for n in (*names, *(n.text for n in found), dated) for s in content_stems(n)}
    sides = [_side(text, n.span.end) for n in found if set(_parts(n.text)) & set(claimants)]
    asked = _without(text, [*sides, turn] if turn else sides)
    topic = tuple(s for s in content_stems(asked) if s not in named and not _about_speech(s, speech))
    wanted = _wanted(text)
    category = "" if turn else _category(text, wanted)
    return Question(text, names, claimants, topic, speech, wanted, category, _force(text, verb))


def _force(text: str, verb: re.Match[str] | None) -> Polarity | None:
    """Return what the question's verb, or the noun that it owns ("Syria's denial"), does with what is said."""
    nouns = re.findall(r"['’]s? (?:\w+ )?([a-z]+)", text)
    asked = [verb[0]] if verb and not is_plain(verb[0]) else [n for n in nouns if stem(n) in _OPINION]
    found = (polarities().get(stem(word.lower())) for word in asked)
    return next((p for p in found if p and p not in ("asserts", "hedged")), None)


def _category(text: str, wanted: Wanted) -> str:
    """Return the stem of the noun that is counted or chosen from ("how many missiles", "which hotel"), if any."""
    asked = _COUNTED if wanted == "number" else _CHOSEN
    found = asked.search(text) if wanted in ("number", "other") else None
    nouns = [w for w in words(_OF.split(found[1])[0]) if is_content(w)] if found else []
    if wanted == "number":
        nouns = [w for w in nouns if _PLURAL.search(w)]
    return stem(nouns[-1]) if nouns else ""


def _report_verb(text: str) -> re.Match[str] | None:
    """Return the first reporting verb that is asked about ("what did X say", "who denied")."""
    found = (m for m in re.finditer(r"[\w'’-]+", text) if m.start() and _asks_for_words(m.group(), text[m.end() :]))
    matches = [m for m in found if not (_ASIDE.search(text[: m.start()]) or _is_thing(text[: m.start()]))]
    asks = re.match(
        r"\W*(?:and |so |but )?(?:what|who|how|which|did|does|do|has|have|why|whom|where|when|is|was)\b", text, re.I
    )
    return matches[0] if matches and asks else None


def _by_turn(text: str) -> Span | None:
    """Return where the verb of "what reason did X give" or "how does X see the talks" stands, which asks for words."""
    given, judged = _GIVEN.search(text), _JUDGED.match(text)
    if given and stem(given["noun"].lower()) in _OPINION:
        return Span(*given.span("verb" if given["verb"] else "done"))
    return Span(*judged.span("verb")) if judged else None


def _asks_for_words(verb: str, after: str) -> bool:
    s = stem(verb)
    if s in _NEEDS_TOPIC:
        return bool(re.match(r"\s+(?:about|of|on|against|as)\b", after))
    return not _NOUN.search(verb) and (is_plain(verb) or is_report(verb))


def _is_thing(before: str) -> bool:
    """Tell whether what stands before a word makes a noun of it ("the tweet", "Trump's tax plan"), no verb."""
    owned = _OWNED.search(before)
    return bool(owned and not owned["verb"])


def _speaks(text: str, start: int, end: int, verb: re.Match[str] | None) -> bool:
    before, after = text[:start].lower(), text[end:].lower()
    if _BEFORE_SPEAKER.search(before):
        return True
    objected = re.search(r"\b(?:to|about|on|over|against|after)\s+(?:the )?$", before)
    if not objected and re.match(r"['’]s?\b", after) and any(stem(w) in _OPINION for w in words(after)[1:4]):
        return True
    if verb and (passive := re.match(r"\s+by\s+(?:the )?", text[verb.end() :])):
        return start == verb.end() + passive.end()
    if re.match(r"\s+on\s", after) and not before.strip():
        return True
    if verb is None or not end <= verb.start() or _IN_APPOSITION.search(before) or _describes(text, start, end):
        return False
    return not re.search(r"\b(?:about|of|on|against|to|that|with|in|at|from|over|for|by)\s+(?:the )?$", before)


def _describes(text: str, start: int, end: int) -> bool:
    """Tell whether a name only says which person of a calling is meant, whom it is no name of: "the Texas senator"."""
    name, after = text[start:end], re.match(r"(?: [a-z][\w-]*){1,3}", text[end:])
    if states(name, seats=True) or is_acronym(name) or is_body(name) or institution(name):
        return False
    return is_role(name) or bool(after and any(is_role(word) for word in after[0].split()))


def _side(text: str, at: int) -> Span:
    """Return the word by which a side is spoken of after its name ("Germany's minister"): no topic of its own."""
    for word in list(re.finditer(r"(?<!['’])\b\w+", text[at : at + 80]))[:4]:
        if word[0].lower() in _SIDE:
            return Span(at + word.start(), at + word.end())
        if word[0].lower() not in PORTFOLIO:
            break
    return Span(at, at)


def _without(text: str, spans: Sequence[Span]) -> str:
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def _about_speech(s: str, speech: bool) -> bool:
    return speech and (s in _OPINION or is_plain(s))


def _parts(name: str) -> list[str]:
    """Return the names in a compound ("Dion-Lavrov"), the plural of a code taken off ("S-400s")."""
    pair = re.fullmatch(r"([A-Z]\w*[a-z]{2})[-–/]([A-Z]\w*[a-z]{2})", name)
    return [pair[1], pair[2]] if pair else [re.sub(r"(?<=\d)s$", "", name)]


def _wanted(text: str) -> Wanted:
    asked = text.lower()
    return next((kind for pattern, kind in _WANTED if re.search(pattern, asked)), "other")
