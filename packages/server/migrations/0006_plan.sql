-- plan: who does what by when, and how we will know that it is done.

CREATE SCHEMA plan;
GRANT USAGE ON SCHEMA plan TO :app;

-- A train brings a milestone every so many days and takes no more work some days before each end.
CREATE TABLE plan.trains (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  name text NOT NULL,
  cadence_days integer NOT NULL CHECK (cadence_days BETWEEN 1 AND 365),
  cut_off_days integer NOT NULL CHECK (cut_off_days BETWEEN 0 AND 364),
  retired_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, name)
);
SELECT platform.isolate('plan.trains', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE plan.milestones (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  train_id uuid,
  name text NOT NULL,
  starts_at timestamptz NOT NULL,
  cut_off_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  -- When its unfinished work was carried over.
  closed_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, train_id, starts_at),
  FOREIGN KEY (workspace_id, train_id) REFERENCES plan.trains (workspace_id, id),
  CHECK (starts_at < cut_off_at AND cut_off_at <= ends_at)
);
CREATE INDEX milestones_end ON plan.milestones (workspace_id, ends_at);
SELECT platform.isolate('plan.milestones', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE plan.work_items (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  number integer NOT NULL,
  state text NOT NULL CHECK (state IN ('planned', 'in_progress', 'blocked', 'completed', 'cancelled')),
  title text NOT NULL,
  description text NOT NULL,
  decision_id uuid NOT NULL,
  owner_team_id uuid NOT NULL,
  assignee_id uuid,
  layer_key text,
  milestone_id uuid,
  -- The milestone it was first promised for; carrying it over never changes this.
  first_milestone_id uuid,
  carried_over integer NOT NULL DEFAULT 0,
  due_on date,
  estimate_low double precision NOT NULL,
  estimate_likely double precision NOT NULL,
  estimate_high double precision NOT NULL,
  -- What was likely when it was first estimated; beyond twice this it is raised.
  first_estimate double precision NOT NULL,
  outgrown_at timestamptz,
  blocked_by text,
  blocked_since timestamptz,
  cancelled_why text,
  opened_by uuid,
  opened_at timestamptz NOT NULL,
  completed_at timestamptz,
  confirmed_at timestamptz NOT NULL,
  stale_since timestamptz,
  audience_id uuid,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, number),
  FOREIGN KEY (workspace_id, decision_id) REFERENCES prioritize.decisions (workspace_id, id),
  FOREIGN KEY (workspace_id, owner_team_id) REFERENCES charter.teams (workspace_id, id),
  FOREIGN KEY (workspace_id, assignee_id) REFERENCES charter.people (workspace_id, id),
  FOREIGN KEY (workspace_id, milestone_id) REFERENCES plan.milestones (workspace_id, id),
  FOREIGN KEY (workspace_id, first_milestone_id) REFERENCES plan.milestones (workspace_id, id),
  FOREIGN KEY (workspace_id, audience_id) REFERENCES charter.audiences (workspace_id, id)
);
CREATE INDEX work_items_decision ON plan.work_items (workspace_id, decision_id);
CREATE INDEX work_items_state ON plan.work_items (workspace_id, state, id);
CREATE INDEX work_items_milestone ON plan.work_items (workspace_id, milestone_id);
SELECT platform.isolate('plan.work_items', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE plan.work_item_components (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  work_item_id uuid NOT NULL,
  component_id uuid NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, work_item_id, component_id),
  FOREIGN KEY (workspace_id, work_item_id) REFERENCES plan.work_items (workspace_id, id),
  FOREIGN KEY (workspace_id, component_id) REFERENCES charter.components (workspace_id, id)
);
CREATE INDEX work_item_components_component ON plan.work_item_components (workspace_id, component_id);
SELECT platform.isolate('plan.work_item_components', ':app', 'SELECT, INSERT');

-- When it is done: a checkable sentence, the words it answers, and how somebody will find out.
CREATE TABLE plan.acceptance_criteria (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  id uuid NOT NULL,
  work_item_id uuid NOT NULL,
  position integer NOT NULL,
  text text NOT NULL,
  signal_id uuid NOT NULL,
  quote text NOT NULL,
  test_environment text NOT NULL,
  test_method text NOT NULL,
  tester_id uuid,
  result text CHECK (result IN ('passed', 'failed')),
  result_note text,
  checked_by uuid,
  checked_at timestamptz,
  audience_id uuid,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, work_item_id) REFERENCES plan.work_items (workspace_id, id),
  FOREIGN KEY (workspace_id, signal_id) REFERENCES listen.signals (workspace_id, id),
  FOREIGN KEY (workspace_id, tester_id) REFERENCES charter.people (workspace_id, id)
);
CREATE INDEX acceptance_criteria_work_item ON plan.acceptance_criteria (workspace_id, work_item_id, position);
SELECT platform.isolate('plan.acceptance_criteria', ':app', 'SELECT, INSERT, UPDATE');

-- Each step an item took, with the words said at it.
CREATE TABLE plan.work_item_moves (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  id uuid NOT NULL,
  work_item_id uuid NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  note text,
  by_id uuid,
  at timestamptz NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, work_item_id) REFERENCES plan.work_items (workspace_id, id)
);
CREATE INDEX work_item_moves_work_item ON plan.work_item_moves (workspace_id, work_item_id, id);
SELECT platform.isolate('plan.work_item_moves', ':app', 'SELECT, INSERT');
