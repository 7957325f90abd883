"""Reprints: which kept article another one repeats, exactly or nearly.

Near duplicates are found by MinHash (Broder 1997) of word 5-shingles in banded LSH, and decided on the shingles and
words themselves. An article is a copy when nearly all of it is written in the kept one: a trimmed tail, another
headline, a changed dateline or a short intro. An article that says another number, or the opposite, is no copy.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.pending import touch
from index.store import Store
from index.values import Article

CONTAINED = 0.8
SHORTEST = 0.4
_SHINGLE = 5
_BANDS, _ROWS = 42, 3
_CANDIDATES = 20
_FEWEST_WORDS = 25
_ANCHOR = 2
_SHORT_EDIT = 8
_DATELINE = 12

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_NEGATION = re.compile(r"no|not|never|none|nobody|nothing|neither|nor|without|den(?:y|ies|ied|ying)|\w+n['’]t")
_NUMBER = re.compile(r"\d\w*")
_MONTH = re.compile(
    r"(?:jan|febr?|apr|aug|sept?|oct|nov|dec)(?:uary|il|ust|ember|tember|ober)?|march|mar|may|june?|july?"
)

Hashes = NDArray[np.uint64]


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` in lower case, punctuation and white space left out."""
    return _WORD.findall(text.casefold().replace("’", "'"))


def text_digest(words: Sequence[str]) -> str:
    """Return the digest under which texts of the same words are the same."""
    return hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def shingles(words: Sequence[str]) -> Hashes:
    """Return the sorted distinct 64-bit hashes of all runs of five words (of the whole, when it is shorter)."""
    codes = np.array([zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in words], dtype=np.uint64)
    size = min(_SHINGLE, len(codes))
    hashes = np.zeros(len(codes) - size + 1 if size else 0, dtype=np.uint64)
    for offset in range(size):
        hashes = _mix(hashes ^ codes[offset : offset + len(hashes)])
    return np.unique(hashes)


def bands(found: Hashes) -> list[int]:
    """Return the LSH keys of a set of shingles, ``_BANDS`` signed 64-bit integers (none for no shingles)."""
    if not len(found):
        return []
    lowest = np.array([_mix(found ^ seed).min() for seed in _SEEDS], dtype=np.uint64).reshape(_BANDS, _ROWS)
    keys = np.arange(_BANDS, dtype=np.uint64)
    for row in range(_ROWS):
        keys = _mix(keys ^ lowest[:, row])
    return [int(key) for key in keys.view(np.int64)]


def repeats(copy: str, kept: str) -> bool:
    """Return whether ``copy`` says nothing that ``kept`` does not.

    At least 80 % of its shingles are there, it is at least 40 % as long, and it changes no number and no negation.
    """
    copy_words, kept_words = words_of(copy), words_of(kept)
    if copy_words == kept_words:
        return bool(copy_words) or copy == kept
    if min(len(copy_words), len(kept_words)) < _FEWEST_WORDS:
        return False
    mine, theirs = shingles(copy_words), shingles(kept_words)
    shared = len(np.intersect1d(mine, theirs, assume_unique=True))
    if shared < CONTAINED * len(mine) or len(mine) < SHORTEST * len(theirs):
        return False
    return not _says_otherwise(copy_words, kept_words)


def _says_otherwise(copy: Sequence[str], kept: Sequence[str]) -> bool:
    """Return whether an edit touches a number or a negation; another dateline, intro or end does not count."""
    body = _after_dateline(copy)
    blocks = SequenceMatcher(None, copy, kept, autojunk=False).get_matching_blocks()
    anchors = [(0, 0, 0), *((b.a, b.b, b.size) for b in blocks if b.size >= _ANCHOR), (len(copy), len(kept), 0)]
    for (a, b, size), (next_a, next_b, next_size) in pairwise(anchors):
        mine, theirs = copy[a + size : next_a], kept[b + size : next_b]
        at_edge = not size or not next_size
        if a + size >= body and (len(mine) == len(theirs) or not at_edge) and _changes(mine, theirs, kept):
            return True
    return False


def _changes(mine: Sequence[str], theirs: Sequence[str], kept: Sequence[str]) -> bool:
    """Return whether ``mine``, standing where the kept text has ``theirs``, says another number or the opposite."""
    if not theirs and len(mine) > _SHORT_EDIT:
        return bool(_facts(mine).keys() - _facts(kept).keys())
    lost = _facts(theirs) - _facts(mine)
    return bool(_facts(mine) - _facts(theirs) or (lost and len(theirs) <= _SHORT_EDIT))


def _after_dateline(words: Sequence[str]) -> int:
    """Return where the text begins after a dateline ("London, 12 April 2018"), 0 when there is none."""
    months = [i for i, word in enumerate(words[:_DATELINE]) if _MONTH.fullmatch(word)]
    return months[-1] + 3 if months else 0


def _facts(words: Sequence[str]) -> Counter[str]:
    return Counter(word for word in words if _NUMBER.fullmatch(word) or _NEGATION.fullmatch(word))


def sign(store: Store, article: Article) -> None:
    """Remember the LSH keys of the article's text."""
    store.run("DELETE FROM bands WHERE article_id = ?", (article.id,))
    rows = [(key, article.id) for key in bands(shingles(words_of(article.text)))]
    store.run_many("INSERT OR IGNORE INTO bands VALUES (?, ?)", rows)


def resolve(store: Store, article_id: str) -> str | None:
    """Decide whether the signed article is a copy, and which kept ones are copies of it; return its origin.

    Passages whose place in the search changes are queued.
    """
    article = store.existing(article_id)
    candidates = _candidates(store, article)
    origin = next((kept.id for kept in candidates if repeats(article.text, kept.text)), None)
    _become(store, article_id, origin)
    if origin is None:
        for kept in candidates:
            if repeats(kept.text, article.text):
                _become(store, kept.id, article_id)
    return origin


def copies_of(store: Store, article_id: str) -> list[str]:
    """Return the ids of the article's copies, the longest first: the order in which to resolve them without it."""
    rows = store.run("SELECT id FROM articles WHERE origin = ? ORDER BY words DESC, number", (article_id,))
    return [row[0] for row in rows]


def _become(store: Store, article_id: str, origin: str | None) -> None:
    store.set_origin(article_id, origin)
    touch(store, article_id)
    if origin is not None:
        for copy in copies_of(store, article_id):
            store.set_origin(copy, origin)


def _candidates(store: Store, article: Article) -> list[Article]:
    """Return the kept articles that share most LSH keys with the article, and those with its very words."""
    sql = """id <> :id AND origin IS NULL AND (
             text_digest = (SELECT text_digest FROM articles WHERE id = :id) OR id IN (
             SELECT theirs.article_id FROM bands AS mine JOIN bands AS theirs ON theirs.key = mine.key
             JOIN articles ON articles.id = theirs.article_id
             WHERE mine.article_id = :id AND theirs.article_id <> :id AND articles.origin IS NULL
             GROUP BY theirs.article_id ORDER BY count(*) DESC LIMIT :limit))"""
    return store.articles(sql, {"id": article.id, "limit": _CANDIDATES})


def _mix(values: Hashes) -> Hashes:
    """Scramble 64-bit integers (the finaliser of SplitMix64, Steele et al. 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


_SEEDS = _mix(np.arange(1, _BANDS * _ROWS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
