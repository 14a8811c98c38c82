-- engage: does everyone feel heard? Who follows what, what each was told and how they want to hear it.

CREATE SCHEMA engage;
GRANT USAGE ON SCHEMA engage TO :app;

-- A tie that somebody chose: to hear of a record, or not to. Reporters need no row: they hear of what they said.
CREATE TABLE engage.follows (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  record_kind text NOT NULL,
  record_id uuid NOT NULL,
  muted boolean NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, person_id, record_id),
  FOREIGN KEY (workspace_id, person_id) REFERENCES charter.people (workspace_id, id)
);
CREATE INDEX follows_record ON engage.follows (workspace_id, record_id);
SELECT platform.isolate('engage.follows', ':app', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE engage.choices (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  person_id uuid NOT NULL,
  mail boolean NOT NULL DEFAULT true,
  weekly_cap integer NOT NULL DEFAULT 10 CHECK (weekly_cap BETWEEN 0 AND 1000),
  muted boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, person_id),
  FOREIGN KEY (workspace_id, person_id) REFERENCES charter.people (workspace_id, id)
);
SELECT platform.isolate('engage.choices', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE engage.notifications (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  moment text CHECK (moment IN ('received', 'decided', 'shipped', 'did_it_help')),
  how text NOT NULL CHECK (how IN ('at_once', 'digest')),
  record_kind text NOT NULL,
  record_id uuid NOT NULL,
  words text NOT NULL,
  at timestamptz NOT NULL,
  read_at timestamptz,
  -- Mail bookkeeping: set when the message, or the digest it was part of, was handed over.
  mailed_at timestamptz,
  audience_id uuid,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, person_id, entry_id),
  FOREIGN KEY (workspace_id, person_id) REFERENCES charter.people (workspace_id, id),
  FOREIGN KEY (workspace_id, audience_id) REFERENCES charter.audiences (workspace_id, id)
);
CREATE INDEX notifications_person ON engage.notifications (workspace_id, person_id, id);
CREATE INDEX notifications_unmailed ON engage.notifications (workspace_id, how, id) WHERE mailed_at IS NULL;
SELECT platform.isolate('engage.notifications', ':app', 'SELECT, INSERT, UPDATE');
