"""What of a sentence's words tells if it is worth checking: its tokens, names and numbers masked, and plain signs.

Names and numbers are masked so that a model fitted on debates of one country knows nothing of who took part.
"""

from __future__ import annotations

import math
import re
import zlib

from index.grammar import AUXILIARIES, SAYING, WH, word_set

BUCKETS = 2**15
NAME, NUMBER, YEAR = "<name>", "<num>", "<year>"

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*|[$€£%?!]")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_MONEY = word_set("% $ € £ percent")
_WORDS = {
    "i": "i me my mine i'm i've i'd i'll myself",
    "we": "we us our ours we're we've we'd we'll let's",
    "you": "you your yours you're you've you'd you'll",
    "they": "he she they him her them his their it its he's she's they're it's",
    "opinion": (
        "think believe feel hope guess suppose want wish love like hate prefer opinion probably perhaps maybe should"
        " must ought need let's please thank thanks hello welcome sorry great terrible wonderful beautiful horrible"
        " awful best worst good bad"
    ),
    "future": "will won't gonna shall i'll we'll he'll she'll they'll you'll it'll",
    "modal": "should must ought would could might may can can't cannot couldn't wouldn't shouldn't",
    "amount": (
        "all every most more less fewer least largest biggest highest lowest first last only half third double million"
        " billion trillion thousand hundred percent dozen majority none nobody everyone everybody"
    ),
    "not": "not no never nothing none don't didn't doesn't isn't wasn't won't",
    "present": "is are has have am",
    "than": "than",
}
_SETS = {name: word_set(words) for name, words in _WORDS.items()} | {"saying": SAYING}
_OPENERS = {
    "opens_wh": WH,
    "opens_aux": AUXILIARIES,
    "opens_greeting": word_set(
        "thank thanks welcome hello good morning evening please sorry okay ok yes no well right"
    ),
    "opens_i": _SETS["i"],
}
_PASTS = word_set(
    "was were had did became began broke brought built came cut fell fought found gave got grew held hit kept knew led"
    " left lost made met paid put ran rose said saw sent shot sold spent spoke stood struck told took went won"
)


def tokens(sentence: str) -> list[str]:
    """Return the words of a sentence in lower case, with names, numbers and years masked."""
    return [_masked(m[0], first=number == 0) for number, m in enumerate(_TOKEN.finditer(sentence))]


def _masked(word: str, *, first: bool) -> str:
    if word[0].isdigit():
        return YEAR if _YEAR.fullmatch(word) else NUMBER
    if word[0].isupper() and not first and word.replace("’", "'").split("'")[0] != "I":
        return NAME
    return word.casefold().replace("’", "'")


def buckets(found: list[str]) -> list[int]:
    """Return the hashes, each once and below ``BUCKETS``, of the words and pairs of words (Weinberger et al. 2009)."""
    pairs = [f"{a} {b}" for a, b in zip(["<s>", *found], [*found, "</s>"], strict=True)]
    return sorted({zlib.crc32(gram.encode("utf-8", "replace")) % BUCKETS for gram in (*found, *pairs)})


def signs(sentence: str, found: list[str]) -> dict[str, float]:
    """Return the signs of a sentence with these tokens, each a small number from 0."""
    seen, words = set(found), [w for w in found if w[0] != "<"]
    told = {name: float(bool(seen & members)) for name, members in _SETS.items()}
    told |= {name: float(bool(found) and found[0] in members) for name, members in _OPENERS.items()}
    told |= _sizes(found)
    told["percent_money"] = float(bool(seen & _MONEY))
    told["past"] = float(any(w in _PASTS or (w.endswith("ed") and len(w) > 4) for w in words))
    told["superlative"] = float(any(w.endswith("est") and len(w) > 4 for w in words))
    told["question"], told["exclaims"] = float("?" in sentence), float("!" in sentence)
    told["aside"] = float(sentence.lstrip()[:1] in ("(", "["))
    return told


def _sizes(found: list[str]) -> dict[str, float]:
    numbers, names = found.count(NUMBER), found.count(NAME)
    return {
        "log_words": math.log1p(len(found)),
        "short": float(len(found) < 6),
        "long": float(len(found) > 30),
        "numbers": float(min(3, numbers)),
        "has_number": float(numbers > 0),
        "has_year": float(YEAR in found),
        "names": float(min(4, names)),
        "has_name": float(names > 0),
    }
