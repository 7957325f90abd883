"""Words that set two contents against each other: negation, the words that deny an event or an account, antonyms."""

from __future__ import annotations

import re
from functools import lru_cache

from index.grammar import word_set
from index.terms import stem

NEGATIONS = word_set(
    "not no never none nobody nothing neither nor cannot can't won't don't doesn't didn't isn't aren't wasn't"
    " weren't hasn't haven't hadn't wouldn't couldn't shouldn't ain't"
)
# After these, the negation says nothing of what follows: "no evidence that", "not only", "no doubt".
HOLLOW = word_set(
    "only just evidence proof information indication confirmation comment doubt doubts reason plan plans plans"
    " longer yet necessarily alone matter wonder question more less way single mere merely decision immediate"
    " whether consensus agreement choice role idea intention interest"
)
TRACES = word_set("trace traces sign signs any a an the such ever been be being have has had to")

UNREAL = re.compile(
    r"\b(?:stag(?:ed|ing)(?!\s+(?:a|an|the|another|protests?|demonstrations?|attacks?|races?|events?|games?|plays?|coup)\b)"
    r"|fak(?:e|ed|ery|ing)|hoax|fabricat(?:ed|ion|ions)|invented|made[\s-]up|made\s+\w+(?:\s+\w+)?\s+up|concocted|trumped[\s-]up"
    r"|false[\s-]flag|theatre|fictitious|fiction|forged|forgery|myth"
    r"|(?:never|not|n[’']t)\s+(?:\w+\s+)?(?:happen(?:ed)?|occur(?:red)?|take\s+place|took\s+place|taken\s+place|exist(?:ed)?)"
    r"|never\s+(?:was|were|took|did)\s+(?:any|place)|nothing\s+(?:of\s+the\s+kind\s+)?(?:happened|occurred|took\s+place))\b",
    re.IGNORECASE,
)
FALSE = re.compile(
    r"\b(?:false|untrue|(?:a|an|blatant|outright|pure|total)\s+lies?|lying|baseless|groundless|unfounded|unsubstantiated|nonsense|disinformation|incorrect"
    r"|rubbish|slander|libel|smears?|erroneous|inaccurate|misleading|bogus|distorted|without\s+(?:any\s+)?(?:foundation|basis|merit)|no\s+(?:truth|basis|foundation)"
    r"|not\s+(?:true|correct|the\s+case)|fake\s+news)\b",
    re.IGNORECASE,
)
ACCOUNTS = re.compile(
    r"\W*(?:that\s+)?(?:the|th[eo]se|this|that|such|all|any|his|her|their|its|[A-Z][\w-]+[’']s?)\s+(?:\w+\s+){0,2}?(?:accusation|allegation|account|assertion|charge|claim|report|story|stor(?=ies)|finding|suggestion|rumour|"
    r"rumor|statement|insinuation|article|reporting|document|study|dossier)(?:s|es|ies)?\b",
    re.IGNORECASE,
)
EVENTS = word_set("incident episode affair event attack case matter thing story account whole entire it this that")

_PAIRS = (
    (
        "rise rose risen grow grew grown increase climb surge soar jump higher",
        "fall fell fallen drop decline decrease shrink shrank plunge slump lower",
    ),
    ("guilty", "innocent"),
    ("convict", "acquit exonerate"),
    ("raise hike", "cut lower slash"),
    ("permanent permanently", "temporary temporarily"),
    ("major", "minor"),
    ("supporter", "opponent critic"),
    ("profit", "loss"),
    ("surplus", "deficit"),
    ("unanimous unanimously", "divided split narrowly"),
    ("peaceful peacefully", "violent violently"),
    ("largest biggest", "smallest"),
    ("safe harmless", "unsafe dangerous harmful hazardous"),
    ("legal lawful", "illegal unlawful"),
    ("possible", "impossible"),
    ("succeed success successful", "fail failed failure"),
    ("strengthen stronger", "weaken weaker"),
    ("allow permit authorize", "ban forbid prohibit"),
    ("alive survived survive", "dead died killed"),
    ("accident accidental", "deliberate intentional deliberately intentionally"),
    ("adequate sufficient enough", "inadequate insufficient"),
    ("constitutional", "unconstitutional"),
    ("intact undamaged", "destroyed damaged"),
    ("voluntary voluntarily", "forced coerced"),
    ("hit struck", "missed intercepted"),
    ("open reopened", "closed shut"),
    ("guilt", "innocence"),
    ("justified", "unjustified"),
    ("fair", "unfair"),
    ("good better best", "bad worse worst poor"),
    ("right", "wrong"),
    ("agree", "disagree"),
    ("support endorse favor favour", "oppose"),
    ("accept", "reject refuse"),
    ("approve adopt", "reject veto"),
    ("welcome praise applaud hail", "criticize criticise condemn denounce deplore"),
    ("confirm", "deny refute"),
    ("begin start launch", "end stop halt finish"),
    ("win victory", "lose defeat"),
    ("include", "exclude"),
    ("arrive enter", "leave depart"),
    ("join", "quit leave"),
    ("buy purchase", "sell"),
    ("hire appoint", "fire dismiss sack"),
    ("impose tighten", "lift ease loosen"),
    ("expand extend", "shrink shorten"),
    ("encourage", "discourage"),
    ("reinforce", "reduce withdraw"),
    ("north northern", "south southern"),
    ("east eastern", "west western"),
    ("majority most", "minority few"),
    ("ally friend friendly", "enemy foe hostile"),
    ("strong strongly", "weak weakly"),
    ("rich", "poor"),
    ("public publicly", "secret secretly private privately"),
    ("present", "absent"),
    ("remember recall", "forget"),
    ("trust", "distrust"),
    ("hot", "cold"),
    ("male man men", "female woman women"),
    ("import", "export"),
    ("advance", "retreat"),
    ("pass passed", "fail failed"),
    ("borrow", "lend"),
    ("hope optimistic optimism", "pessimistic pessimism"),
    ("continue resume", "stop suspend halt"),
    ("release free freed", "arrest detain imprison jail"),
)
_KINDS = ("kill killed dead died die death deaths fatalities", "injure injured wounded hurt injuries", "missing")
_NEAR = 45
_HARMS = (
    "abduct abuse assassinate assault attack bombard bombing bomb bribe bribery burn cheat chemical collude corrupt"
    " corruption crime dead death die doping explosion fraud gas genocide gun hack harass harassment hijack interfere"
    " invade kidnap kill killed leak lie loot massacre misconduct missile murder nerve persecute plot plagiarism"
    " plagiarized poison poisoning pollute rape ransom raid rig rigged sabotage shell shoot shot shooting smuggle spy"
    " steal stole stolen strike struck tamper terror theft threaten torture toxic victim violate violence weapon"
    " wounded choke injure attacked hit crash shut cover-up conceal"
)


_EVENT = re.compile(
    rf"\b(?:the|this|that|whole|entire)\s+(?:\w+\s+)?(?:{'|'.join(sorted(EVENTS))})\b|^\W*(?:that\s+)?(?:it|this|that)\b",
    re.IGNORECASE,
)


def calls_unreal(text: str) -> bool:
    """Tell whether a text calls an event, which it only points back to, staged or denies that it happened."""
    events = [m.span() for m in _EVENT.finditer(text)]
    return any(a <= m.end() and m.start() - b <= _NEAR for m in UNREAL.finditer(text) for a, b in events)


@lru_cache(maxsize=1)
def antonyms() -> dict[str, frozenset[str]]:
    """Return, for each stem that has opposites, their stems."""
    table: dict[str, frozenset[str]] = {}
    for one, other in _PAIRS:
        left, right = (frozenset(stem(w) for w in side.split()) for side in (one, other))
        for here, there in ((left, right), (right, left)):
            for word in here - there:
                table[word] = table.get(word, frozenset()) | (there - here)
    return table


@lru_cache(maxsize=1)
def kinds() -> dict[str, int]:
    """Return the kind of harm that a stem tells of: the dead, the wounded and the missing are counted apart."""
    return {stem(w): n for n, words in enumerate(_KINDS) for w in words.split()}


@lru_cache(maxsize=1)
def harms() -> frozenset[str]:
    """Return the stems of words for harm done: what an allegation is about."""
    return frozenset(stem(w) for w in _HARMS.split())
