"""The claim ledger in ``archive.db``: claims as articles tell them, claimants over all, corrections, links."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.claim import Bearer, Claim, Claimant, Link, Spans
from index.claimants import Correction, Mention, roster
from index.extract import Reading, claim_id, passed_on
from index.store import Store
from index.values import Article, PartialDate, Passage, Span

UNREAD = "origin IS NULL AND was_read IS NOT to_read"
_COLUMNS = (
    "c.id, c.article_id, c.spans, c.quotation, c.polarity, c.hedged, c.negated, c.outer_id, c.score, c.bearer,"
    " c.relays, c.said_on, c.claimant_id, m.name, m.affiliation"
)
_FROM = "FROM claims AS c JOIN articles AS a ON a.id = c.article_id LEFT JOIN claimants AS m ON m.id = c.claimant_id"


def unread(store: Store, limit: int) -> list[Article]:
    """Return kept articles whose claims are yet to be read, or were read before they changed."""
    first = f"SELECT number FROM articles WHERE {UNREAD} ORDER BY number LIMIT ?"  # noqa: S608  # our own words only
    return store.articles(f"number IN ({first})", (limit,))


def drop_of_copies(store: Store) -> None:
    """Delete the claims of articles that have become copies: one origin tells each once."""
    with store.transaction():
        store.run("DELETE FROM claims WHERE article_id IN (SELECT id FROM articles WHERE origin IS NOT NULL)")
        store.run("UPDATE articles SET was_read = NULL WHERE origin IS NOT NULL AND was_read IS NOT NULL")


def save(store: Store, article: Article, readings: Sequence[Reading], introduced: Sequence[Bearer]) -> None:
    """Write the article's claims, and whom it introduces, in place of those it had."""
    store.run("DELETE FROM introduced WHERE article_id = ?", (article.id,))
    store.run_many(
        "INSERT INTO introduced VALUES (?, ?)", [(article.id, json.dumps(asdict(bearer))) for bearer in introduced]
    )
    store.run("DELETE FROM claims WHERE article_id = ?", (article.id,))
    rows = [_row(article, reading, readings) for reading in readings]
    sql = """INSERT OR IGNORE INTO claims (id, article_id, start, end, spans, quotation, polarity, hedged, negated,
             outer_id, score, bearer, relays, said_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
    store.run_many(sql, rows)
    store.run("UPDATE articles SET was_read = to_read WHERE id = ?", (article.id,))


def _row(article: Article, reading: Reading, readings: Sequence[Reading]) -> tuple[Any, ...]:
    a = reading.attribution
    spans = {"source": a.source, "cue": a.cue, "content": a.content}
    every = [*a.source, *a.cue, *a.content]
    outer = claim_id(article, readings[a.outer].attribution) if a.outer is not None else None
    return (
        claim_id(article, a),
        article.id,
        min(s.start for s in every),
        max(s.end for s in every),
        json.dumps({name: [list(s) for s in part] for name, part in spans.items()}),
        a.quotation,
        a.polarity,
        a.hedged,
        a.negated,
        outer,
        a.score,
        json.dumps(asdict(reading.bearer)) if reading.bearer else None,
        json.dumps(reading.relays),
        str(reading.said_on) if reading.said_on else None,
    )


def settle_claimants(store: Store) -> None:
    """Decide anew, over the whole archive and with the user's corrections, which bearers are the same claimant."""
    sql = """SELECT c.id, c.bearer, c.article_id, a.published, c.claimant_id FROM claims AS c
             JOIN articles AS a ON a.id = c.article_id WHERE c.bearer IS NOT NULL ORDER BY c.number"""
    rows = store.run(sql).fetchall()
    mentions = [Mention(row[0], _bearer(row[1]), row[2], PartialDate(row[3]) if row[3] else None) for row in rows]
    known = roster([*mentions, *_introduced(store)], corrections(store))
    moved = [(known.of.get(row[0]), row[0]) for row in rows if known.of.get(row[0]) != row[4]]
    with store.transaction():
        store.run_many("UPDATE claims SET claimant_id = ? WHERE id = ?", moved)
        store.run("DELETE FROM claimants")
        store.run_many("INSERT INTO claimants VALUES (?, ?, ?, ?, ?, ?)", [_claimant_row(c) for c in known.claimants])


def _introduced(store: Store) -> list[Mention]:
    sql = "SELECT i.bearer, i.article_id, a.published FROM introduced AS i JOIN articles AS a ON a.id = i.article_id"
    return [
        Mention(f"introduced {n}", _bearer(row[0]), row[1], PartialDate(row[2]) if row[2] else None, 0)
        for n, row in enumerate(store.run(sql))
    ]


def _claimant_row(c: Claimant) -> tuple[str, ...]:
    return (c.id, c.name, c.kind, json.dumps(c.aliases), json.dumps(c.roles), json.dumps(c.affiliation))


def claimants_by_id(store: Store, ids: Collection[str]) -> dict[str, Claimant]:
    """Return the claimants with these ids, their claims not counted."""
    sql = """SELECT id, name, kind, aliases, roles, affiliation FROM claimants
             WHERE id IN (SELECT value FROM json_each(?))"""
    rows = store.run(sql, (json.dumps(list(ids)),))
    return {row[0]: Claimant(*row[:3], *(tuple(json.loads(v)) for v in row[3:])) for row in rows}


def claimants(store: Store) -> list[Claimant]:
    """Return every claimant with the number of its claims, the most heard first."""
    counted = store.run(
        "SELECT claimant_id, count(*) FROM claims GROUP BY claimant_id ORDER BY count(*) DESC"
    ).fetchall()
    known = claimants_by_id(store, [row[0] for row in counted if row[0]])
    return [replace(known[i], claims=count) for i, count in counted if i in known]


def corrections(store: Store) -> list[Correction]:
    """Return the user's merges and splits in the order given."""
    return [Correction(*row) for row in store.run("SELECT kind, a, b FROM corrections ORDER BY number")]


def correct(store: Store, correction: Correction) -> None:
    """Remember a merge or a split."""
    store.run("INSERT INTO corrections (kind, a, b) VALUES (?, ?, ?)", (correction.kind, correction.a, correction.b))


def claims(store: Store, condition: str = "1", values: Sequence[Any] | Mapping[str, Any] = ()) -> list[Claim]:
    """Return the claims that meet an SQL condition on ``c`` (claims) and ``a`` (articles) with bound values."""
    sql = f"SELECT {_COLUMNS} {_FROM} WHERE {condition} ORDER BY a.number, c.start"  # our own words only
    return _with_chains(store, store.run(sql, values).fetchall())


def claims_in(store: Store, column: str, ids: Iterable[str]) -> list[Claim]:
    """Return the claims whose ``column`` ("id", "article_id", "claimant_id") is one of ``ids``."""
    return claims(store, f"c.{column} IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))  # noqa: S608


def claims_touching(store: Store, passages: Iterable[Passage]) -> list[Claim]:
    """Return the claims of which a part stands in one of the passages."""
    sql = """c.number IN (SELECT inside.number FROM json_each(?) AS p JOIN claims AS inside
             ON inside.article_id = p.value ->> 0 AND inside.start < p.value ->> 2 AND inside.end > p.value ->> 1)"""
    return claims(store, sql, (json.dumps([(p.article_id, *p.span) for p in passages]),))


def _with_chains(store: Store, rows: Sequence[Sequence[Any]]) -> list[Claim]:
    """Return claims with ``via``: the claimants of the outer claims, outermost first, then the outlets that relayed."""
    known = {row[0]: (row[7], row[13]) for row in rows}
    missing = {row[7] for row in rows if row[7]} - known.keys()
    while missing:
        sql = f"SELECT {_COLUMNS} {_FROM} WHERE c.id IN (SELECT value FROM json_each(?))"  # noqa: S608
        more = store.run(sql, (json.dumps(list(missing)),)).fetchall()
        known |= dict.fromkeys(missing, (None, None)) | {row[0]: (row[7], row[13]) for row in more}
        missing = {row[7] for row in more if row[7]} - known.keys()
    return [_claim(row, _chain(row[7], known)) for row in rows]


def _chain(outer: str | None, known: Mapping[str, tuple[str | None, str | None]]) -> list[str]:
    chain: list[str] = []
    seen: set[str] = set()
    while outer and outer not in seen:
        seen.add(outer)
        outer, name = known.get(outer, (None, None))
        chain = [name, *chain] if name else chain
    return chain


def _claim(row: Sequence[Any], chain: Sequence[str]) -> Claim:
    spans: dict[str, Spans] = {n: tuple(Span(*s) for s in part) for n, part in json.loads(row[2]).items()}
    bearer = _bearer(row[9]) if row[9] else None
    return Claim(
        id=row[0],
        article_id=row[1],
        quotation=row[3],
        polarity=row[4],
        hedged=bool(row[5]),
        negated=bool(row[6]),
        outer=row[7],
        score=row[8],
        via=passed_on([*chain, *json.loads(row[10])], row[13]),
        said_on=PartialDate(row[11]) if row[11] else None,
        claimant_id=row[12],
        claimant=row[13] or (bearer.name if bearer else None),
        affiliation=(bearer.affiliation if bearer else ()) or tuple(json.loads(row[14] or "[]")),
        **spans,
    )


def _bearer(text: str) -> Bearer:
    values = json.loads(text)
    return Bearer(values["name"], values["kind"], values["role"], tuple(values["affiliation"]))


def save_vectors(store: Store, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
    """Keep the vectors [n, dimension] of the contents of claims."""
    rows = [(vector.astype("<f4").tobytes(), i) for i, vector in zip(ids, vectors, strict=True)]
    store.run_many("UPDATE claims SET vector = ? WHERE id = ?", rows)


def vectors(store: Store, ids: Sequence[str]) -> NDArray[np.float32]:
    """Return the vectors of claims that have one, float32 [n, dimension], in the order of ``ids``."""
    sql = "SELECT id, vector FROM claims WHERE id IN (SELECT value FROM json_each(?))"
    found = dict(store.run(sql, (json.dumps(list(ids)),)))
    return np.stack([np.frombuffer(found[i], dtype="<f4") for i in ids]) if ids else np.empty((0, 0), np.float32)


def compared(store: Store, *, yet: bool) -> list[tuple[str, str]]:
    """Return (claim, article) ids of the claims that were compared with the others (``yet``), or are to be."""
    sql = "SELECT id, article_id FROM claims WHERE linked = ? AND vector IS NOT NULL ORDER BY number"
    return [(row[0], row[1]) for row in store.run(sql, (yet,))]


def save_links(store: Store, new: Iterable[str], found: Iterable[Link]) -> None:
    """Keep links, and remember which claims were compared."""
    with store.transaction():
        rows = [(link.claim, link.other, link.kind, link.score, link.reason) for link in found]
        store.run_many("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?, ?)", rows)
        store.run_many("UPDATE claims SET linked = 1 WHERE id = ?", [(i,) for i in new])


def links_of(store: Store, ids: Collection[str]) -> list[Link]:
    """Return the links at either end of which one of the claims stands, the surest first."""
    sql = """SELECT claim, other, kind, score, reason FROM links
             WHERE claim IN (SELECT value FROM json_each(:ids)) OR other IN (SELECT value FROM json_each(:ids))
             ORDER BY score DESC"""
    return [Link(*row) for row in store.run(sql, {"ids": json.dumps(list(ids))})]
