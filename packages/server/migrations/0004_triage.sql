-- triage: what it is, whether it was heard before, whose it is, by when.

CREATE SCHEMA triage;
GRANT USAGE ON SCHEMA triage TO :app;

-- What says whose a signal is when no component does. Tried from the lowest position up.
CREATE TABLE triage.routing_rules (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  position integer NOT NULL,
  kind text,
  layer_key text,
  term text,
  team_id uuid NOT NULL,
  retired_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, team_id) REFERENCES charter.teams (workspace_id, id)
);
SELECT platform.isolate('triage.routing_rules', ':app', 'SELECT, INSERT, UPDATE');

-- Whose a signal is, from the moment it was received: nothing is ever in no queue.
CREATE TABLE triage.queued_signals (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  signal_id uuid NOT NULL,
  owner_team_id uuid NOT NULL,
  assignee_id uuid,
  live boolean NOT NULL,
  -- Received or waiting: still in somebody's inbox.
  untriaged boolean NOT NULL,
  severity text,
  routed_by text NOT NULL CHECK (routed_by IN ('component', 'rule', 'last_resort', 'person')),
  routed_by_id uuid,
  routed_reason text NOT NULL,
  -- The soonest end of its running clocks.
  next_due_at timestamptz,
  received_at timestamptz NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, signal_id),
  FOREIGN KEY (workspace_id, signal_id) REFERENCES listen.signals (workspace_id, id),
  FOREIGN KEY (workspace_id, owner_team_id) REFERENCES charter.teams (workspace_id, id),
  FOREIGN KEY (workspace_id, assignee_id) REFERENCES charter.people (workspace_id, id),
  FOREIGN KEY (workspace_id, audience_id) REFERENCES charter.audiences (workspace_id, id)
);
CREATE INDEX queued_signals_inbox ON triage.queued_signals (workspace_id, live, next_due_at, signal_id) WHERE untriaged;
SELECT platform.isolate('triage.queued_signals', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE triage.problems (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  number integer NOT NULL,
  title text NOT NULL,
  statement text NOT NULL,
  kind text,
  severity text,
  state text NOT NULL CHECK (state IN ('open', 'waiting', 'proposed', 'fixing', 'shipped', 'helped', 'answered', 'deferred', 'declined', 'closed')),
  owner_team_id uuid NOT NULL,
  assignee_id uuid,
  layer_key text,
  live boolean NOT NULL,
  -- When its decision is due by the clock, and what somebody promised instead.
  due_at timestamptz,
  promised_at timestamptz,
  -- Set when it was opened again after it had ended, until that is decided.
  reopened_at timestamptz,
  -- The problem it goes on as; the reversible link itself is in `merges`.
  merged_into_id uuid,
  opened_by uuid,
  opened_at timestamptz NOT NULL,
  audience_id uuid,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, number),
  FOREIGN KEY (workspace_id, owner_team_id) REFERENCES charter.teams (workspace_id, id),
  FOREIGN KEY (workspace_id, assignee_id) REFERENCES charter.people (workspace_id, id),
  FOREIGN KEY (workspace_id, merged_into_id) REFERENCES triage.problems (workspace_id, id),
  FOREIGN KEY (workspace_id, audience_id) REFERENCES charter.audiences (workspace_id, id)
);
CREATE INDEX problems_state ON triage.problems (workspace_id, state, id);
CREATE INDEX problems_owner ON triage.problems (workspace_id, owner_team_id, id);
SELECT platform.isolate('triage.problems', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE triage.problem_components (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  problem_id uuid NOT NULL,
  component_id uuid NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, problem_id, component_id),
  FOREIGN KEY (workspace_id, problem_id) REFERENCES triage.problems (workspace_id, id),
  FOREIGN KEY (workspace_id, component_id) REFERENCES charter.components (workspace_id, id)
);
CREATE INDEX problem_components_component ON triage.problem_components (workspace_id, component_id);
SELECT platform.isolate('triage.problem_components', ':app', 'SELECT, INSERT, DELETE');

-- A signal as evidence of a problem. As restricted as the more restricted of the two.
CREATE TABLE triage.attachments (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  id uuid NOT NULL,
  problem_id uuid NOT NULL,
  signal_id uuid NOT NULL,
  why text,
  attached_by uuid,
  attached_at timestamptz NOT NULL,
  detached_why text,
  detached_by uuid,
  detached_at timestamptz,
  audience_id uuid,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, problem_id) REFERENCES triage.problems (workspace_id, id),
  FOREIGN KEY (workspace_id, signal_id) REFERENCES listen.signals (workspace_id, id)
);
CREATE UNIQUE INDEX attachments_signal ON triage.attachments (workspace_id, signal_id) WHERE detached_at IS NULL;
CREATE INDEX attachments_problem ON triage.attachments (workspace_id, problem_id);
SELECT platform.isolate('triage.attachments', ':app', 'SELECT, INSERT, UPDATE');

-- "This one goes on as that one." Nothing else is changed by a merge, so that undoing it is exact at any time.
CREATE TABLE triage.merges (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  id uuid NOT NULL,
  merged_id uuid NOT NULL,
  into_id uuid NOT NULL,
  why text NOT NULL,
  merged_by uuid,
  merged_at timestamptz NOT NULL,
  unmerged_why text,
  unmerged_by uuid,
  unmerged_at timestamptz,
  audience_id uuid,
  PRIMARY KEY (workspace_id, id),
  CHECK (merged_id <> into_id),
  FOREIGN KEY (workspace_id, merged_id) REFERENCES triage.problems (workspace_id, id),
  FOREIGN KEY (workspace_id, into_id) REFERENCES triage.problems (workspace_id, id)
);
CREATE UNIQUE INDEX merges_merged ON triage.merges (workspace_id, merged_id) WHERE unmerged_at IS NULL;
CREATE INDEX merges_into ON triage.merges (workspace_id, into_id) WHERE unmerged_at IS NULL;
SELECT platform.isolate('triage.merges', ':app', 'SELECT, INSERT, UPDATE');

-- The clocks of signals (acknowledge, triage) and problems (decide), and what happened to them. `warn_at` and `due_at` are
-- read from the rule whenever something happens; both are empty while the reporter is asked.
CREATE TABLE triage.clocks (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  id uuid NOT NULL,
  subject_kind text NOT NULL CHECK (subject_kind IN ('signal', 'problem')),
  subject_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('acknowledge', 'triage', 'decide')),
  team_id uuid NOT NULL,
  started_at timestamptz NOT NULL,
  allowed_ms bigint NOT NULL CHECK (allowed_ms > 0),
  warn_at timestamptz,
  due_at timestamptz,
  ended_at timestamptz,
  warned_at timestamptz,
  breached_at timestamptz,
  audience_id uuid,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, subject_id, kind),
  FOREIGN KEY (workspace_id, team_id) REFERENCES charter.teams (workspace_id, id)
);
CREATE INDEX clocks_running ON triage.clocks (workspace_id, due_at) WHERE ended_at IS NULL;
SELECT platform.isolate('triage.clocks', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE triage.clock_events (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  id uuid NOT NULL,
  subject_id uuid NOT NULL,
  type text NOT NULL CHECK (type IN ('asked', 'replied', 'acknowledged', 'triaged', 'decided', 'reopened')),
  at timestamptz NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX clock_events_subject ON triage.clock_events (workspace_id, subject_id, at);
SELECT platform.isolate('triage.clock_events', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE triage.questions (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  id uuid NOT NULL,
  subject_kind text NOT NULL CHECK (subject_kind IN ('signal', 'problem')),
  subject_id uuid NOT NULL,
  question text NOT NULL,
  asked_of uuid[] NOT NULL,
  asked_by uuid NOT NULL,
  asked_at timestamptz NOT NULL,
  remind_at timestamptz NOT NULL,
  closes_at timestamptz NOT NULL,
  reminded_at timestamptz,
  -- How it ended: a reply, silence, or somebody went on without one.
  ended_by text CHECK (ended_by IN ('reply', 'silence', 'person')),
  ended_at timestamptz,
  reply_id uuid,
  audience_id uuid,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX questions_open ON triage.questions (workspace_id, subject_id) WHERE ended_at IS NULL;
CREATE INDEX questions_subject ON triage.questions (workspace_id, subject_id);
CREATE INDEX questions_closing ON triage.questions (workspace_id, closes_at) WHERE ended_at IS NULL;
SELECT platform.isolate('triage.questions', ':app', 'SELECT, INSERT, UPDATE');

-- The words of an act: the answer, the reason for a "no", why the owner changed. Entries name the row and not the words.
CREATE TABLE triage.acts (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  id uuid NOT NULL,
  subject_kind text NOT NULL CHECK (subject_kind IN ('signal', 'problem')),
  subject_id uuid NOT NULL,
  act text NOT NULL,
  words text NOT NULL,
  known_answer boolean NOT NULL DEFAULT false,
  by_id uuid,
  at timestamptz NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX acts_subject ON triage.acts (workspace_id, subject_id, id);
SELECT platform.isolate('triage.acts', ':app', 'SELECT, INSERT, UPDATE');
