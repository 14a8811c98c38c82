-- listen: what people said and what the tools showed, as it was said.

CREATE SCHEMA listen;
GRANT USAGE ON SCHEMA listen TO :app;

CREATE TABLE listen.channels (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  key text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('form', 'terminal', 'code', 'api', 'import', 'tracker', 'telemetry', 'incident',
    'survey', 'interview', 'chat', 'gathering')),
  purpose text NOT NULL,
  retired_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, key)
);
SELECT platform.isolate('listen.channels', ':app', 'SELECT, INSERT, UPDATE');

-- Somebody in an import who is no person here: counted as distinct, never notified, never made a person.
CREATE TABLE listen.respondents (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  source_key text NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, source_key)
);
SELECT platform.isolate('listen.respondents', ':app', 'SELECT, INSERT');

CREATE TABLE listen.signals (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  number integer NOT NULL,
  channel_id uuid NOT NULL,
  source_id text,
  state text NOT NULL CHECK (state IN ('received', 'attached', 'answered', 'rejected', 'waiting', 'closed')),
  -- Imports are historical: they have an owner but no clock, and are not live.
  live boolean NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  kind text,
  severity text,
  impact jsonb NOT NULL DEFAULT '{}',
  layer_key text,
  workaround text,
  reproduction text,
  environment text,
  test_coverage text,
  evidence jsonb NOT NULL DEFAULT '[]',
  incident_url text,
  context jsonb NOT NULL DEFAULT '{}',
  masked jsonb NOT NULL DEFAULT '[]',
  reporter_id uuid,
  respondent_id uuid,
  on_behalf_of text,
  audience_id uuid,
  -- The day it was said, where the source knows it and it is not simply the day it came in.
  said_on date,
  received_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, number),
  UNIQUE (workspace_id, channel_id, source_id),
  FOREIGN KEY (workspace_id, channel_id) REFERENCES listen.channels (workspace_id, id),
  FOREIGN KEY (workspace_id, respondent_id) REFERENCES listen.respondents (workspace_id, id),
  FOREIGN KEY (workspace_id, reporter_id) REFERENCES charter.people (workspace_id, id),
  FOREIGN KEY (workspace_id, audience_id) REFERENCES charter.audiences (workspace_id, id)
);
CREATE INDEX signals_state ON listen.signals (workspace_id, state, live, id);
CREATE INDEX signals_reporter ON listen.signals (workspace_id, reporter_id, id);
CREATE INDEX signals_channel ON listen.signals (workspace_id, channel_id, received_at);
SELECT platform.isolate('listen.signals', ':app', 'SELECT, INSERT');
-- Words are never edited: only what is said about them may change, and each such change is a correction or a move.
GRANT UPDATE (state, kind, severity, impact, layer_key, audience_id, version) ON listen.signals TO :app;

CREATE TABLE listen.signal_components (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  signal_id uuid NOT NULL,
  component_id uuid NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, signal_id, component_id),
  FOREIGN KEY (workspace_id, signal_id) REFERENCES listen.signals (workspace_id, id),
  FOREIGN KEY (workspace_id, component_id) REFERENCES charter.components (workspace_id, id)
);
CREATE INDEX signal_components_component ON listen.signal_components (workspace_id, component_id, signal_id);
SELECT platform.isolate('listen.signal_components', ':app', 'SELECT, INSERT, DELETE');
GRANT UPDATE (audience_id) ON listen.signal_components TO :app;

-- What was said is never edited away; what turned out different is added.
CREATE TABLE listen.corrections (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  id uuid NOT NULL,
  signal_id uuid NOT NULL,
  field text NOT NULL,
  before jsonb,
  after jsonb,
  reason text NOT NULL,
  by_id uuid,
  at timestamptz NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, signal_id) REFERENCES listen.signals (workspace_id, id),
  FOREIGN KEY (workspace_id, by_id) REFERENCES charter.people (workspace_id, id)
);
CREATE INDEX corrections_signal ON listen.corrections (workspace_id, signal_id, id);
SELECT platform.isolate('listen.corrections', ':app', 'SELECT, INSERT');
GRANT UPDATE (audience_id) ON listen.corrections TO :app;

-- On any record; `record_kind` and `record_id` may be of a later stage, so there is no foreign key.
CREATE TABLE listen.comments (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  record_kind text NOT NULL,
  record_id uuid NOT NULL,
  reach text NOT NULL CHECK (reach IN ('public_reply', 'team_note')),
  body text NOT NULL,
  masked jsonb NOT NULL DEFAULT '[]',
  author_id uuid NOT NULL,
  audience_id uuid,
  at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, author_id) REFERENCES charter.people (workspace_id, id)
);
CREATE INDEX comments_record ON listen.comments (workspace_id, record_id, id);
SELECT platform.isolate('listen.comments', ':app', 'SELECT, INSERT');
GRANT UPDATE (audience_id) ON listen.comments TO :app;

-- What became of everything that a channel received, by day (UTC). An accepted submission is a row of its own, written with
-- its signal, so that no two of them wait for one counter and a restricted one counts for its audience only. The others are
-- counted together per channel, day and fate.
CREATE TABLE listen.submissions (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  channel_id uuid NOT NULL,
  day date NOT NULL,
  fate text NOT NULL CHECK (fate IN ('accepted', 'deduplicated', 'rejected', 'rate_limited', 'quarantined')),
  signal_id uuid,
  count integer NOT NULL DEFAULT 1 CHECK (count > 0),
  audience_id uuid,
  PRIMARY KEY (workspace_id, id),
  CHECK ((fate = 'accepted') = (signal_id IS NOT NULL)),
  FOREIGN KEY (workspace_id, channel_id) REFERENCES listen.channels (workspace_id, id),
  FOREIGN KEY (workspace_id, signal_id) REFERENCES listen.signals (workspace_id, id)
);
CREATE UNIQUE INDEX submissions_signal ON listen.submissions (workspace_id, signal_id);
CREATE UNIQUE INDEX submissions_counted ON listen.submissions (workspace_id, channel_id, day, fate) WHERE signal_id IS NULL;
CREATE INDEX submissions_day ON listen.submissions (workspace_id, channel_id, day);
SELECT platform.isolate('listen.submissions', ':app', 'SELECT, INSERT');
GRANT UPDATE (count, audience_id) ON listen.submissions TO :app;
