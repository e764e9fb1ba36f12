-- One record in one file. Offsets are Unicode code points into document.text, half-open.
-- Columns that end in _json hold JSON text. `n` keeps the order of rows, which is part of the record.

CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;

-- ------------------------------------------------------------------ the ten tables of the record
CREATE TABLE actor (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
  former_json TEXT NOT NULL, aliases_json TEXT NOT NULL, roles_json TEXT NOT NULL, mentions_json TEXT NOT NULL);

CREATE TABLE document (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, text TEXT NOT NULL, sha256 TEXT NOT NULL,
  paths_json TEXT NOT NULL, url TEXT, canonical_url TEXT, outlet TEXT, title TEXT, authors_json TEXT NOT NULL,
  published_value TEXT, published_earliest TEXT, published_latest TEXT, published_basis TEXT NOT NULL,
  published_evidence TEXT, modified TEXT, captured TEXT, section TEXT, language TEXT, story TEXT REFERENCES story(id),
  revision_of TEXT, partial INTEGER NOT NULL, flags_json TEXT NOT NULL, fields_json TEXT NOT NULL);

CREATE TABLE passage (  -- paragraphs of the body (with offsets) and zones of the page (without)
  n INTEGER PRIMARY KEY, document TEXT NOT NULL REFERENCES document(id), kind TEXT NOT NULL, body INTEGER NOT NULL,
  start INTEGER, "end" INTEGER, text TEXT NOT NULL, place TEXT, reason TEXT);

CREATE TABLE attribution (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL REFERENCES document(id), kind TEXT NOT NULL,
  source_json TEXT NOT NULL, cue_json TEXT NOT NULL, content_json TEXT NOT NULL, content_text TEXT NOT NULL,
  speaker TEXT REFERENCES actor(id), speaker_text TEXT, speaker_basis TEXT,
  said_earliest TEXT, said_latest TEXT, said_text TEXT, confidence REAL, producer TEXT NOT NULL,
  rivals_json TEXT NOT NULL);

CREATE TABLE hop (
  n INTEGER PRIMARY KEY, attribution TEXT NOT NULL REFERENCES attribution(id), role TEXT NOT NULL,
  actor TEXT REFERENCES actor(id), name TEXT, basis TEXT NOT NULL, evidence_start INTEGER, evidence_end INTEGER,
  zone TEXT);

CREATE TABLE statement (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, former_json TEXT NOT NULL, speaker TEXT REFERENCES actor(id),
  earliest TEXT, latest TEXT);

CREATE TABLE claim (  -- section: claim, position, status or role; the last three are shown through their views
  n INTEGER PRIMARY KEY, id TEXT NOT NULL, section TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
  according_to TEXT REFERENCES actor(id), former_json TEXT NOT NULL, outlets INTEGER,
  origins_low INTEGER, origins_high INTEGER, origins_best INTEGER, origins_reasons_json TEXT,
  subject TEXT, since TEXT, until TEXT);

CREATE TABLE evidence (
  n INTEGER PRIMARY KEY, claim INTEGER NOT NULL REFERENCES claim(n), document TEXT NOT NULL REFERENCES document(id),
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, attribution TEXT, stance TEXT NOT NULL);

CREATE TABLE link (  -- copy: document to document; reports: attribution to statement
  n INTEGER PRIMARY KEY, kind TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, relation TEXT, direction TEXT,
  from_ TEXT, parts_json TEXT, reasons_json TEXT,
  rank INTEGER);  -- of a rendering among those of its statement, the fullest first

CREATE TABLE difference (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, facet TEXT NOT NULL, class_ TEXT NOT NULL,
  a_document TEXT NOT NULL, a_start INTEGER NOT NULL, a_end INTEGER NOT NULL, a_text TEXT NOT NULL, a_also_json TEXT NOT NULL,
  b_document TEXT NOT NULL, b_start INTEGER NOT NULL, b_end INTEGER NOT NULL, b_text TEXT NOT NULL, b_also_json TEXT NOT NULL,
  claim TEXT, reason TEXT NOT NULL, confidence REAL);

-- ------------------------------------------------------------------ beside them
CREATE TABLE story (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT, documents_json TEXT NOT NULL, former_json TEXT NOT NULL);

CREATE TABLE time (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL, document TEXT NOT NULL REFERENCES document(id), start INTEGER NOT NULL,
  "end" INTEGER NOT NULL, text TEXT NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL, earliest TEXT, latest TEXT,
  basis TEXT NOT NULL, rule TEXT NOT NULL, anchor TEXT, rivals_json TEXT NOT NULL);

CREATE TABLE figure (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL, document TEXT NOT NULL REFERENCES document(id), start INTEGER NOT NULL,
  "end" INTEGER NOT NULL, text TEXT NOT NULL, value REAL, low REAL, high REAL, unit TEXT, of TEXT, whose TEXT,
  as_of TEXT, hedge TEXT, changes_json TEXT NOT NULL);

CREATE TABLE name (
  n INTEGER PRIMARY KEY, document TEXT NOT NULL REFERENCES document(id), start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  kind TEXT NOT NULL, text TEXT NOT NULL);

CREATE TABLE event (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text TEXT NOT NULL, evidence_json TEXT NOT NULL, earliest TEXT,
  latest TEXT, modality TEXT NOT NULL);

CREATE TABLE unattributed (
  n INTEGER PRIMARY KEY, document TEXT NOT NULL REFERENCES document(id), start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  reason TEXT NOT NULL);

CREATE TABLE brief (
  n INTEGER PRIMARY KEY, question TEXT NOT NULL, document TEXT NOT NULL REFERENCES document(id), start INTEGER NOT NULL,
  "end" INTEGER NOT NULL);

CREATE TABLE rejected (n INTEGER PRIMARY KEY, path TEXT NOT NULL, reason TEXT NOT NULL);

-- What people decided. A re-run replaces every other table and never this one.
CREATE TABLE judgement (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, target TEXT NOT NULL, value TEXT, note TEXT,
  author TEXT, at TEXT, targets_json TEXT NOT NULL DEFAULT '[]');

CREATE TABLE outcome (  -- what became of each judgement in this record
  n INTEGER PRIMARY KEY, judgement TEXT NOT NULL, state TEXT NOT NULL, reason TEXT, against_json TEXT NOT NULL);

CREATE TABLE decided (  -- the rows that judgements bear on; those that a judgement took out are kept here
  n INTEGER PRIMARY KEY, judgement TEXT NOT NULL, section TEXT NOT NULL, id TEXT NOT NULL, removed INTEGER NOT NULL,
  text TEXT NOT NULL, places_json TEXT NOT NULL);

CREATE TABLE clash (  -- names with roles that one person hardly has: for a person to judge
  n INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, actors_json TEXT NOT NULL, reason TEXT NOT NULL,
  roles_json TEXT NOT NULL);

-- Readings of single pages, kept so that a second build reads only what is new or changed. `again`: the next build
-- reads it anew, since a producer failed on it.
CREATE TABLE reading (key TEXT PRIMARY KEY, data BLOB NOT NULL, again INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;

-- What was handed in, in order: each page with the key of its reading, or the reason why it has none.
CREATE TABLE page (n INTEGER PRIMARY KEY, path TEXT NOT NULL, key TEXT, reason TEXT);

-- Which members an id of a cluster had at any time: what comes to be as it was bears its id again.
CREATE TABLE identity (section TEXT NOT NULL, mark TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (section, mark))
  WITHOUT ROWID;

-- What was made of single stories, under a key of all that it was made of.
CREATE TABLE memory (key TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;

-- ------------------------------------------------------------------ views
CREATE VIEW position AS
  SELECT c.n, c.according_to AS actor, a.name, c.subject AS issue, c.text AS stance
  FROM claim c LEFT JOIN actor a ON a.id = c.according_to WHERE c.section = 'position';
CREATE VIEW status AS
  SELECT c.n, c.subject, c.text AS status, c.according_to, a.name AS holder, c.since, c.until
  FROM claim c LEFT JOIN actor a ON a.id = c.according_to WHERE c.section = 'status';
CREATE VIEW role AS
  SELECT c.n, c.subject AS actor, a.name, c.text AS title, e.document, e.start, e."end"
  FROM claim c JOIN evidence e ON e.claim = c.n LEFT JOIN actor a ON a.id = c.subject WHERE c.section = 'role';
CREATE VIEW origins AS
  SELECT id AS claim, text, outlets, origins_low AS low, origins_high AS high, origins_best AS best,
         origins_reasons_json AS reasons
  FROM claim WHERE section = 'claim';

CREATE INDEX passage_document ON passage(document);
CREATE INDEX attribution_document ON attribution(document);
CREATE INDEX attribution_speaker ON attribution(speaker);
CREATE INDEX hop_attribution ON hop(attribution);
CREATE INDEX evidence_claim ON evidence(claim);
CREATE INDEX link_a ON link(a);
CREATE INDEX link_b ON link(b);

CREATE VIRTUAL TABLE search USING fts5(
  text, content = 'passage', content_rowid = 'n', tokenize = 'porter unicode61 remove_diacritics 2');
