/** Grows when the tables change; a newer file than the program is refused. */
export const schemaVersion = 2;

/** Items lie in a table with row ids, so that rows written together lie together; the key is an index of its own (measured 3–4 times faster to insert than one tree of whole rows). */
const item = `
CREATE TABLE item (
  id INTEGER PRIMARY KEY, pk TEXT NOT NULL, sk TEXT NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
  lpk TEXT, lsk TEXT, label TEXT, state TEXT, expires INTEGER, token TEXT, write_id TEXT, feed INTEGER
) STRICT;
CREATE UNIQUE INDEX item_key ON item (pk, sk);
CREATE INDEX item_l ON item (lpk, lsk, pk, sk, label, state) WHERE lpk IS NOT NULL;`;

/** A change holds the old image only. Its new image is the old image of the item's next change (\`next\`), nothing when it was a delete (\`gone\`), or else the item as it is. */
const feed = `
CREATE TABLE feed (
  seq INTEGER PRIMARY KEY, next INTEGER, gone INTEGER NOT NULL, at INTEGER NOT NULL, pk TEXT NOT NULL, sk TEXT NOT NULL,
  version INTEGER, kind TEXT, body TEXT, lpk TEXT, lsk TEXT, label TEXT, state TEXT, expires INTEGER, token TEXT, write_id TEXT
) STRICT;`;

/** \`visible\` is a deadline in ms; \`claimed\` is 1 while a worker holds the message. The body stands last, so that schedules are read without it. */
const message = `
CREATE TABLE message (
  id INTEGER PRIMARY KEY, queue TEXT NOT NULL, grp TEXT NOT NULL, sent INTEGER NOT NULL, visible INTEGER NOT NULL,
  receives INTEGER NOT NULL, claimed INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE TABLE dead (
  id INTEGER PRIMARY KEY, queue TEXT NOT NULL, grp TEXT NOT NULL, sent INTEGER NOT NULL, receives INTEGER NOT NULL, dead_at INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;`;

const blob = `
CREATE TABLE blob (workspace TEXT NOT NULL, path TEXT NOT NULL, bytes BLOB NOT NULL, UNIQUE (workspace, path)) STRICT;`;

/** The generation of the journal that was folded into the tables last: later ones are read again at the next start. */
const journal = `
CREATE TABLE journal (folded INTEGER NOT NULL) STRICT;
INSERT INTO journal VALUES (0);`;

/** The whole file. */
export const schemaSql = `${item}${feed}${message}${blob}${journal}`;

/** What a file of an older version is given, by its version. */
export const upgradeSql: Readonly<Record<number, string>> = { 1: journal };
