-- What every stage stands on: workspaces, the journal, known things, idempotency keys, short references.
-- Roles are named :app, :worker and :relay here and get their real names when this runs.

CREATE SCHEMA platform;
GRANT USAGE ON SCHEMA platform TO :app, :worker, :relay;

-- The workspace that a transaction looks at; null when it has not said so, and then no row matches.
CREATE FUNCTION platform.current_workspace() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('hearback.workspace', true), '')::uuid $$;

-- The second workspace lock, the same for every table: forced row-level security, and where the table has `audience_id`,
-- visibility too. `grants` are the app's rights on it.
CREATE FUNCTION platform.isolate(target regclass, app name, grants text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  own text := $q$workspace_id = nullif(current_setting('hearback.workspace', true), '')::uuid$q$;
  visible text := $q$(audience_id IS NULL OR audience_id = ANY (coalesce(nullif(current_setting('hearback.audiences', true), ''), '{}')::uuid[]))$q$;
  condition text := own;
BEGIN
  IF EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = target AND attname = 'audience_id' AND NOT attisdropped) THEN
    condition := own || ' AND ' || visible;
  END IF;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY workspace ON %s TO %I USING (%s) WITH CHECK (%s)', target, app, condition, condition);
  EXECUTE format('GRANT %s ON %s TO %I', grants, target, app);
END $$;
REVOKE ALL ON FUNCTION platform.isolate(regclass, name, text) FROM PUBLIC;

CREATE TABLE platform.workspaces (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text NOT NULL,
  created_at timestamptz NOT NULL
);
GRANT SELECT, INSERT ON platform.workspaces TO :app;
GRANT SELECT ON platform.workspaces TO :worker, :relay;

-- Processes reserve blocks of numbers, so that two of them never wait for each other; gaps are normal.
CREATE TABLE platform.reference_numbers (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  kind text NOT NULL,
  next integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, kind)
);
SELECT platform.isolate('platform.reference_numbers', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE platform.idempotency_keys (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  credential text NOT NULL,
  operation text NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  body_hash bytea NOT NULL,
  subject_id uuid,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, credential, operation, key)
);
CREATE INDEX idempotency_keys_age ON platform.idempotency_keys (workspace_id, created_at);
SELECT platform.isolate('platform.idempotency_keys', ':app', 'SELECT, INSERT, DELETE');

-- The append-only list of all that happened, and the outbox. `transaction_id` lets the relay read only what can no longer
-- change order: entries of transactions older than every open one.
CREATE TABLE platform.journal (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  type text NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  refs jsonb NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('person', 'service', 'system')),
  actor_id uuid,
  data jsonb NOT NULL,
  audience_id uuid,
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX journal_order ON platform.journal (transaction_id, sequence);
CREATE INDEX journal_subject ON platform.journal (workspace_id, subject_id, id);
CREATE INDEX journal_type ON platform.journal (workspace_id, type, id);
SELECT platform.isolate('platform.journal', ':app', 'SELECT, INSERT');
GRANT SELECT ON platform.journal TO :relay;
CREATE POLICY relay ON platform.journal FOR SELECT TO :relay USING (true);

CREATE FUNCTION platform.refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The journal is append-only.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON platform.journal
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_rewrite();

-- Which other records an entry ties to its subject: what threads are made of.
CREATE TABLE platform.journal_ties (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  record_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  record_kind text NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, record_id, entry_id),
  FOREIGN KEY (workspace_id, entry_id) REFERENCES platform.journal (workspace_id, id)
);
SELECT platform.isolate('platform.journal_ties', ':app', 'SELECT, INSERT');
CREATE TRIGGER journal_ties_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON platform.journal_ties
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_rewrite();

CREATE TABLE platform.relay_position (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  transaction_id xid8 NOT NULL,
  sequence bigint NOT NULL
);
INSERT INTO platform.relay_position (transaction_id, sequence) VALUES ('0', 0);
GRANT SELECT, UPDATE ON platform.relay_position TO :relay;
GRANT SELECT ON platform.relay_position TO :app;

-- A stage-free index of what is known: signals, problems, answers, shipped fixes, lessons. Stages fill it from their entries,
-- any stage may search it. `terms` holds the document's own term counts, so that candidates are scored from one row each.
CREATE TABLE platform.known_things (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  kind text NOT NULL,
  reference text NOT NULL,
  state text NOT NULL,
  title text NOT NULL,
  excerpt text NOT NULL,
  terms jsonb NOT NULL,
  at timestamptz NOT NULL,
  audience_id uuid,
  -- Length of its weight vector, and how many documents there were when it was computed: made again when those have grown by half.
  -- Never kept for a restricted thing, whose weights depend on who looks.
  norm real,
  norm_documents integer NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX known_things_norm ON platform.known_things (workspace_id, norm_documents) WHERE audience_id IS NULL;
CREATE INDEX known_things_restricted ON platform.known_things (workspace_id, audience_id) WHERE audience_id IS NOT NULL;
SELECT platform.isolate('platform.known_things', ':app', 'SELECT, INSERT, UPDATE, DELETE');

-- Predicates that are leakproof keep their index under row-level security; that is why this is a table and not GIN.
CREATE TABLE platform.postings (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  term text COLLATE "C" NOT NULL,
  doc uuid NOT NULL,
  kind text NOT NULL,
  tf integer NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, term, doc)
);
CREATE INDEX postings_doc ON platform.postings (workspace_id, doc);
CREATE INDEX postings_restricted ON platform.postings (workspace_id, term) WHERE audience_id IS NOT NULL;
SELECT platform.isolate('platform.postings', ':app', 'SELECT, INSERT, DELETE');

-- How many open documents hold a term, kept as documents come and go. Restricted ones are counted when somebody who may see
-- them looks, so that nobody else's suggestions shift by what they may not know.
CREATE TABLE platform.term_statistics (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  term text COLLATE "C" NOT NULL,
  documents integer NOT NULL,
  PRIMARY KEY (workspace_id, term)
);
SELECT platform.isolate('platform.term_statistics', ':app', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE platform.text_statistics (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  documents integer NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace_id)
);
SELECT platform.isolate('platform.text_statistics', ':app', 'SELECT, INSERT, UPDATE');

-- Secrets that open the door are looked up before a workspace is known, by their hash only.
CREATE SCHEMA auth;
GRANT USAGE ON SCHEMA auth TO :app;
CREATE TABLE auth.tokens (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES platform.workspaces (id),
  hash bytea NOT NULL UNIQUE,
  person_id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('api', 'setup', 'inbound_hook', 'flags')),
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  used_at timestamptz
);
CREATE INDEX tokens_workspace ON auth.tokens (workspace_id, person_id);
GRANT SELECT, INSERT, UPDATE ON auth.tokens TO :app;
