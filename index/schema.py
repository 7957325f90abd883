"""The tables of ``archive.db`` and their version."""

VERSION = 1

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
    words INTEGER NOT NULL
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
