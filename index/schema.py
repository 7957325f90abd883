"""The tables of ``archive.db`` and their version."""

VERSION = 4

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    publisher TEXT,
    byline TEXT,
    url TEXT,
    language TEXT,
    published TEXT,
    published_from TEXT NOT NULL,
    origin TEXT,
    removed TEXT NOT NULL,
    publisher_key TEXT,
    first_day TEXT,
    last_day TEXT,
    draft TEXT NOT NULL,
    edits TEXT NOT NULL,
    text_digest TEXT NOT NULL,
    words INTEGER NOT NULL,
    to_read TEXT NOT NULL DEFAULT '',
    was_read TEXT
);
CREATE INDEX articles_by_text ON articles (text_digest);
CREATE INDEX articles_by_origin ON articles (origin);
CREATE INDEX articles_by_title ON articles (title);

CREATE TABLE bands (
    key INTEGER NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (key, article_id)
) WITHOUT ROWID;
CREATE INDEX bands_by_article ON bands (article_id);

CREATE TABLE passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    sentences TEXT NOT NULL
);
CREATE INDEX passages_by_article ON passages (article_id, start);

CREATE TABLE vectors (
    number INTEGER PRIMARY KEY REFERENCES passages (number) ON DELETE CASCADE,
    vector BLOB NOT NULL
);

-- What the two derived indexes have yet to take over: whether a passage is to be put or dropped is seen from passages.
CREATE TABLE pending (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    target TEXT NOT NULL,
    passage_id TEXT NOT NULL,
    UNIQUE (target, passage_id)
);

-- Inputs that an interrupted add has yet to read.
CREATE TABLE inputs (number INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE);
"""

# ``to_read`` of an article is the digest of all that its claims depend on, ``was_read`` the one that they were read at.
LEDGER = """
CREATE TABLE claims (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    spans TEXT NOT NULL,
    quotation TEXT NOT NULL,
    polarity TEXT NOT NULL,
    hedged INTEGER NOT NULL,
    negated INTEGER NOT NULL,
    outer_id TEXT,
    score REAL NOT NULL,
    bearer TEXT,
    relays TEXT NOT NULL,
    said_on TEXT,
    claimant_id TEXT,
    linked INTEGER NOT NULL DEFAULT 0,
    vector BLOB
);
CREATE INDEX claims_by_article ON claims (article_id, start);
CREATE INDEX claims_by_claimant ON claims (claimant_id);
CREATE INDEX claims_to_link ON claims (linked) WHERE linked = 0;

-- People whom an article names and says whom they serve, whether they speak in it or not.
CREATE TABLE introduced (article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE, bearer TEXT NOT NULL);
CREATE INDEX introduced_by_article ON introduced (article_id);

CREATE TABLE claimants (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    aliases TEXT NOT NULL,
    roles TEXT NOT NULL,
    affiliation TEXT NOT NULL
) WITHOUT ROWID;

-- The user's own: what is one claimant, and what is not.
CREATE TABLE corrections (number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, a TEXT NOT NULL, b TEXT);

CREATE TABLE links (
    claim TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
    other TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    score REAL NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (claim, other, kind)
) WITHOUT ROWID;
CREATE INDEX links_by_other ON links (other);
"""

# What is inside a passage in text order: float16 [sentences, dimension], how many content words each has (JSON), and
# those words as int8 [words, width].
INSIDE = """
CREATE TABLE inside (
    number INTEGER PRIMARY KEY REFERENCES passages (number) ON DELETE CASCADE,
    sentences BLOB NOT NULL,
    counts TEXT NOT NULL,
    words BLOB NOT NULL
);
"""

_SECOND = (
    "ALTER TABLE articles ADD COLUMN to_read TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE articles ADD COLUMN was_read TEXT",
)


def statements(version: int) -> list[str]:
    """Return what brings the tables of an archive of this version, 0 for none yet, up to date."""
    ledger = LEDGER.split(";\n") if version < 2 else []
    changed = {0: TABLES.split(";\n"), 1: _SECOND, 3: ("DROP TABLE sentence_vectors",)}.get(version, ())
    return [*changed, *ledger, *INSIDE.split(";\n")]
