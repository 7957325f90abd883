"""Words by which an article denies, doubts or merely passes on what a headline says."""

from __future__ import annotations

import re


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


DENIES = _any(
    r"den(?:y|ies|ied|ying|ials?)|debunk\w*|refut\w+|disput\w+|contradict\w*|dismiss\w*|reject\w*|retract\w*|disprov\w+|"
    r"discredit\w*|rebut\w*|rubbish\w*|shoots? down|shot down|not true|untrue|no truth|isn[’']t true|never happened|"
    r"did(?:n[’']t| not) happen|no evidence|no proof|turns? out|turned out|in fact|actually"
)
DOUBTS = _any(
    r"doubt\w*|sceptic\w*|skeptic\w*|unlikely|implausible|dubious|questionable|suspicio\w*|unverified|unsubstantiated|"
    r"hoax\w*|prank\w*|satir\w*|spoof\w*|jok(?:e|es|ed|ing)|viral|urban legend|myth\w*|bogus|fake[ds]?|photoshop\w*|"
    r"fabricat\w+|misle(?:d|ading)|mistak\w+|wrong(?:ly)?|incorrect\w*|inaccura\w+|exaggerat\w+|conspiracy"
)
HEARSAY = _any(
    r"alleg\w+|reported(?:ly)?|reports?|rumou?r\w*|claim(?:s|ed|ing)?|purported\w*|supposed\w*|apparent(?:ly)?|"
    r"unconfirmed|speculat\w+|sources?|according to|said to|believed to|thought to|may|might|could|possibl[ye]|"
    r"suggest\w*|appears?|seems?|leaked|unclear|not (?:yet )?(?:been )?(?:confirmed|verified)|awaiting|expected"
)
PASSES_ON = _any(r"said|says|told|tells|stated|announced|confirm\w*|added|wrote|tweeted|posted|explained|official\w*")
OBJECTS = _any(r"but|however|although|though|despite|yet|nevertheless|instead|while|whereas|still")
