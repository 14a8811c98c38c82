-- deliver: what gets released, how it reaches people, and how it is undone.

CREATE SCHEMA deliver;
GRANT USAGE ON SCHEMA deliver TO :app;

CREATE TABLE deliver.changes (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  number integer NOT NULL,
  state text NOT NULL CHECK (state IN ('planned', 'releasing', 'released', 'rolled_back', 'abandoned')),
  title text NOT NULL,
  users_notice text NOT NULL,
  lane text NOT NULL CHECK (lane IN ('answer', 'fix', 'standard', 'significant', 'urgent')),
  could_hurt_users boolean NOT NULL,
  owner_team_id uuid NOT NULL,
  rollback_how text,
  rollback_trigger text,
  rollback_responsible_id uuid,
  rollback_changed_at timestamptz,
  rehearsed_at timestamptz,
  rehearsal_note text,
  notice_text text,
  notice_lead_days integer,
  notice_given_at timestamptz,
  notice_waived_at timestamptz,
  notice_waived_by uuid,
  notice_waived_why text,
  opened_by uuid,
  opened_at timestamptz NOT NULL,
  started_at timestamptz,
  released_at timestamptz,
  -- Another tool shifts the traffic: its name, an address to look at, and the last share it told.
  elsewhere_tool text,
  elsewhere_url text,
  elsewhere_share double precision,
  audience_id uuid,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, number),
  FOREIGN KEY (workspace_id, owner_team_id) REFERENCES charter.teams (workspace_id, id),
  FOREIGN KEY (workspace_id, rollback_responsible_id) REFERENCES charter.people (workspace_id, id),
  FOREIGN KEY (workspace_id, audience_id) REFERENCES charter.audiences (workspace_id, id)
);
CREATE INDEX changes_state ON deliver.changes (workspace_id, state, id);
SELECT platform.isolate('deliver.changes', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE deliver.change_work_items (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  change_id uuid NOT NULL,
  work_item_id uuid NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, change_id, work_item_id),
  FOREIGN KEY (workspace_id, change_id) REFERENCES deliver.changes (workspace_id, id),
  FOREIGN KEY (workspace_id, work_item_id) REFERENCES plan.work_items (workspace_id, id)
);
CREATE INDEX change_work_items_work_item ON deliver.change_work_items (workspace_id, work_item_id);
SELECT platform.isolate('deliver.change_work_items', ':app', 'SELECT, INSERT');

CREATE TABLE deliver.change_decisions (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  change_id uuid NOT NULL,
  decision_id uuid NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, change_id, decision_id),
  FOREIGN KEY (workspace_id, change_id) REFERENCES deliver.changes (workspace_id, id),
  FOREIGN KEY (workspace_id, decision_id) REFERENCES prioritize.decisions (workspace_id, id)
);
CREATE INDEX change_decisions_decision ON deliver.change_decisions (workspace_id, decision_id);
SELECT platform.isolate('deliver.change_decisions', ':app', 'SELECT, INSERT');

CREATE TABLE deliver.change_components (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  change_id uuid NOT NULL,
  component_id uuid NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, change_id, component_id),
  FOREIGN KEY (workspace_id, change_id) REFERENCES deliver.changes (workspace_id, id),
  FOREIGN KEY (workspace_id, component_id) REFERENCES charter.components (workspace_id, id)
);
CREATE INDEX change_components_component ON deliver.change_components (workspace_id, component_id);
SELECT platform.isolate('deliver.change_components', ':app', 'SELECT, INSERT');

-- The teams a notice names as affected.
CREATE TABLE deliver.affected_teams (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  change_id uuid NOT NULL,
  team_id uuid NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, change_id, team_id),
  FOREIGN KEY (workspace_id, change_id) REFERENCES deliver.changes (workspace_id, id),
  FOREIGN KEY (workspace_id, team_id) REFERENCES charter.teams (workspace_id, id)
);
SELECT platform.isolate('deliver.affected_teams', ':app', 'SELECT, INSERT, DELETE');

CREATE TABLE deliver.change_moves (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  id uuid NOT NULL,
  change_id uuid NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  reason text,
  by_id uuid,
  at timestamptz NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, change_id) REFERENCES deliver.changes (workspace_id, id)
);
CREATE INDEX change_moves_change ON deliver.change_moves (workspace_id, change_id, id);
SELECT platform.isolate('deliver.change_moves', ':app', 'SELECT, INSERT');

-- A flagd definition as people keep it, and beside it the share that a rollout gives one variant.
CREATE TABLE deliver.flags (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  key text NOT NULL,
  description text NOT NULL,
  state text NOT NULL CHECK (state IN ('ENABLED', 'DISABLED')),
  variants jsonb NOT NULL,
  default_variant text,
  targeting jsonb,
  ramp_variant text,
  ramp_share double precision CHECK (ramp_share BETWEEN 0 AND 100),
  owner_team_id uuid NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, key),
  FOREIGN KEY (workspace_id, owner_team_id) REFERENCES charter.teams (workspace_id, id),
  CHECK ((ramp_variant IS NULL) = (ramp_share IS NULL))
);
SELECT platform.isolate('deliver.flags', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE deliver.rollouts (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  number integer NOT NULL,
  change_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'held', 'rolled_back', 'finished', 'cancelled')),
  flag_id uuid,
  variant text,
  current_step integer NOT NULL DEFAULT 0,
  opened_at timestamptz NOT NULL,
  started_at timestamptz,
  step_started_at timestamptz,
  ended_at timestamptz,
  audience_id uuid,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, number),
  FOREIGN KEY (workspace_id, change_id) REFERENCES deliver.changes (workspace_id, id),
  FOREIGN KEY (workspace_id, flag_id) REFERENCES deliver.flags (workspace_id, id)
);
-- One live rollout per change and per flag.
CREATE UNIQUE INDEX rollouts_live_change ON deliver.rollouts (workspace_id, change_id)
  WHERE state IN ('waiting', 'running', 'held');
CREATE UNIQUE INDEX rollouts_live_flag ON deliver.rollouts (workspace_id, flag_id)
  WHERE state IN ('waiting', 'running', 'held');
CREATE INDEX rollouts_change ON deliver.rollouts (workspace_id, change_id, id);
SELECT platform.isolate('deliver.rollouts', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE deliver.rollout_steps (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  rollout_id uuid NOT NULL,
  position integer NOT NULL,
  share double precision NOT NULL CHECK (share > 0 AND share <= 100),
  least_minutes integer NOT NULL CHECK (least_minutes >= 0),
  guardrails jsonb NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, rollout_id, position),
  FOREIGN KEY (workspace_id, rollout_id) REFERENCES deliver.rollouts (workspace_id, id)
);
SELECT platform.isolate('deliver.rollout_steps', ':app', 'SELECT, INSERT');

-- The word on each move of a rollout. Without a judge it is "no data", overridden by a person who says why.
CREATE TABLE deliver.gates (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  id uuid NOT NULL,
  rollout_id uuid NOT NULL,
  step integer NOT NULL,
  act text NOT NULL CHECK (act IN ('start', 'hold', 'resume', 'advance', 'roll_back', 'finish', 'cancel')),
  word text NOT NULL CHECK (word IN ('safe', 'harm', 'inconclusive', 'no_data')),
  overridden boolean NOT NULL,
  reason text NOT NULL,
  by_id uuid,
  at timestamptz NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, rollout_id) REFERENCES deliver.rollouts (workspace_id, id)
);
CREATE INDEX gates_rollout ON deliver.gates (workspace_id, rollout_id, id);
SELECT platform.isolate('deliver.gates', ':app', 'SELECT, INSERT');

-- Where other tools say what they release. The secret signs, so a hash of it would not do; it is derived from the
-- installation's own secret and the hook's id, and there is nothing here to read. Several at once rotate.
CREATE TABLE deliver.release_hooks (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  name text NOT NULL,
  person_id uuid NOT NULL,
  made_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, person_id) REFERENCES charter.people (workspace_id, id)
);
SELECT platform.isolate('deliver.release_hooks', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE deliver.hook_deliveries (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  hook_id uuid NOT NULL,
  delivery_id text NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, hook_id, delivery_id),
  FOREIGN KEY (workspace_id, hook_id) REFERENCES deliver.release_hooks (workspace_id, id)
);
SELECT platform.isolate('deliver.hook_deliveries', ':app', 'SELECT, INSERT');
