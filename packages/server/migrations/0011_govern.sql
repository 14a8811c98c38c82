-- govern: is the loop itself healthy, fair, lawful and honest?

CREATE SCHEMA govern;
GRANT USAGE ON SCHEMA govern TO :app;

-- The journal in the order it was sealed, one leaf per entry (RFC 9162). Never changed.
CREATE TABLE govern.sealed_entries (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  position bigint NOT NULL CHECK (position >= 0),
  entry_id uuid NOT NULL,
  leaf_hash bytea NOT NULL CHECK (length(leaf_hash) = 32),
  PRIMARY KEY (workspace_id, position),
  UNIQUE (workspace_id, entry_id)
);
SELECT platform.isolate('govern.sealed_entries', ':app', 'SELECT, INSERT');
CREATE TRIGGER sealed_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON govern.sealed_entries
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_rewrite();

-- A signed root over the first `size` leaves. The same line goes to a file outside the database, or cutting off the end of
-- both tables could not be seen.
CREATE TABLE govern.checkpoints (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  size bigint NOT NULL CHECK (size > 0),
  root bytea NOT NULL,
  subtrees bytea[] NOT NULL,
  sealed_at timestamptz NOT NULL,
  key_id text NOT NULL,
  signature bytea NOT NULL,
  PRIMARY KEY (workspace_id, size)
);
SELECT platform.isolate('govern.checkpoints', ':app', 'SELECT, INSERT');
CREATE TRIGGER checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON govern.checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_rewrite();

-- A loop review: its agenda as it was computed when it was held, and its minutes.
CREATE TABLE govern.loop_reviews (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  since timestamptz NOT NULL,
  held_at timestamptz NOT NULL,
  agenda jsonb NOT NULL,
  minutes text NOT NULL,
  held_by uuid NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, held_by) REFERENCES charter.people (workspace_id, id)
);
SELECT platform.isolate('govern.loop_reviews', ':app', 'SELECT, INSERT, UPDATE');
