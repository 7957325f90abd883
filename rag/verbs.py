"""Reporting verbs in questions: which ask for anything said, and which tell what was done by saying it.

The verbs are those annotated most often as cues in PolNeAR (Newell et al. 2018).
"""

from __future__ import annotations

from index.terms import stem

_SAYING = frozenset(
    stem(v)
    for v in """say said told tell add note announce suggest tweet describe argue explain acknowledge criticize
    criticise declare recall conclude claim call respond praise warn promise insist write wrote
    reply reveal pledge vow dismiss blame reject admit deny indicate confirm assure stress reiterate
    emphasise emphasize assert concede mention decry accuse condemn testify contend maintain allege
    complain appeal vocalize comment remark imply boast caution advise disclose affirm underscore
    underline highlight remind swear swore observe reaffirm propose rebut urge state express predict
    threaten invite thank post refer speak spoke agree oppose refuse believe think thought""".split()
)
_NEWS = frozenset(
    stem(v)
    for v in """report ask demand point question answer repeat hope fear doubt want
    estimate cite quote voice welcome dispute defend endorse hint accept
    decline""".split()
)
_VERBS = _SAYING | _NEWS
# Verbs that ask for anything said; a more telling one ("deny", "warn") is part of what is asked.
_PLAIN = frozenset(
    stem(w)
    for w in """say said tell told claim state think thought believe comment speak spoke talk respond react describe
    characterise characterize mention discuss see saw view report announce""".split()
)


def is_plain(word: str) -> bool:
    """Tell whether a word asks for anything said ("say", "claim", "think"), where "deny" or "warn" tells more."""
    return stem(word) in _PLAIN


def is_report(word: str) -> bool:
    """Tell whether a word is a reporting verb, in any form."""
    return stem(word) in _VERBS
