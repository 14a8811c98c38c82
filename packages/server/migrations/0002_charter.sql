-- charter: why the loop runs, who is in it, which words and clocks hold, who decides.

CREATE SCHEMA charter;
GRANT USAGE ON SCHEMA charter TO :app;

-- Each version is a row of its own and never changes; the newest is in force.
CREATE TABLE charter.charters (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  number integer NOT NULL,
  purpose text NOT NULL,
  scope_in text NOT NULL,
  scope_out text NOT NULL,
  goals text[] NOT NULL,
  participants jsonb NOT NULL,
  cadence text NOT NULL,
  review_due date NOT NULL,
  -- What this version changes, and why.
  change_note text NOT NULL,
  change_reason text NOT NULL,
  published_at timestamptz NOT NULL,
  published_by uuid NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, number)
);
SELECT platform.isolate('charter.charters', ':app', 'SELECT, INSERT');

CREATE TABLE charter.questions (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  question text NOT NULL,
  view text NOT NULL,
  retired_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id)
);
SELECT platform.isolate('charter.questions', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE charter.principles (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  direction text NOT NULL,
  reason text NOT NULL,
  expires_on date,
  retired_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id)
);
SELECT platform.isolate('charter.principles', ':app', 'SELECT, INSERT, UPDATE');

-- The vocabulary; layers are words of it too. A retired term keeps its row, so that old records keep their meaning.
CREATE TABLE charter.terms (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  name text NOT NULL,
  definition text NOT NULL,
  example text NOT NULL,
  position integer NOT NULL,
  successor_key text,
  retired_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, kind, key)
);
SELECT platform.isolate('charter.terms', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE charter.people (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  name text NOT NULL,
  email text,
  handle text,
  roles text[] NOT NULL,
  assessor_functions text[] NOT NULL DEFAULT '{}',
  service boolean NOT NULL DEFAULT false,
  -- False for somebody that an import named and who has not signed in: never notified.
  claimed boolean NOT NULL DEFAULT true,
  region text,
  experience text,
  domain text,
  left_at timestamptz,
  left_why text,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX people_email ON charter.people (workspace_id, lower(email));
CREATE UNIQUE INDEX people_handle ON charter.people (workspace_id, lower(handle));
CREATE INDEX people_name ON charter.people (workspace_id, name, id);
SELECT platform.isolate('charter.people', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE charter.teams (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  key text NOT NULL,
  name text NOT NULL,
  mission text NOT NULL DEFAULT '',
  zone text NOT NULL,
  working_days integer[] NOT NULL,
  opens_at text NOT NULL,
  closes_at text NOT NULL,
  holidays text[] NOT NULL DEFAULT '{}',
  channels jsonb NOT NULL DEFAULT '[]',
  -- As people say it: `{description, day, time, zone, frequency}`, since “PT (Pacific Time)” is no time zone.
  meetings jsonb NOT NULL DEFAULT '[]',
  -- The file that named it, so that what a later one leaves out can be reported.
  import_source text,
  retired_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, key)
);
SELECT platform.isolate('charter.teams', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE charter.team_members (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  team_id uuid NOT NULL,
  person_id uuid NOT NULL,
  part text NOT NULL CHECK (part IN ('member', 'lead', 'chair')),
  import_source text,
  PRIMARY KEY (workspace_id, team_id, person_id),
  FOREIGN KEY (workspace_id, team_id) REFERENCES charter.teams (workspace_id, id),
  FOREIGN KEY (workspace_id, person_id) REFERENCES charter.people (workspace_id, id)
);
CREATE INDEX team_members_person ON charter.team_members (workspace_id, person_id);
SELECT platform.isolate('charter.team_members', ':app', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE charter.components (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  -- Group and name for what an import brought (`sig-cli/kubectl`), since one name may occur in two groups.
  key text NOT NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  parent_id uuid,
  layer_key text,
  owner_team_id uuid,
  sources text[] NOT NULL DEFAULT '{}',
  import_source text,
  retired_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, key),
  FOREIGN KEY (workspace_id, parent_id) REFERENCES charter.components (workspace_id, id),
  FOREIGN KEY (workspace_id, owner_team_id) REFERENCES charter.teams (workspace_id, id)
);
CREATE INDEX components_owner ON charter.components (workspace_id, owner_team_id);
CREATE INDEX components_parent ON charter.components (workspace_id, parent_id);
SELECT platform.isolate('charter.components', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE charter.component_maintainers (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  component_id uuid NOT NULL,
  person_id uuid NOT NULL,
  PRIMARY KEY (workspace_id, component_id, person_id),
  FOREIGN KEY (workspace_id, component_id) REFERENCES charter.components (workspace_id, id),
  FOREIGN KEY (workspace_id, person_id) REFERENCES charter.people (workspace_id, id)
);
CREATE INDEX component_maintainers_person ON charter.component_maintainers (workspace_id, person_id);
SELECT platform.isolate('charter.component_maintainers', ':app', 'SELECT, INSERT, DELETE');

CREATE TABLE charter.decision_rights (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  kinds text[] NOT NULL,
  scope jsonb NOT NULL,
  approver_role text NOT NULL,
  approver_id uuid NOT NULL,
  deputy_ids uuid[] NOT NULL DEFAULT '{}',
  functions text[] NOT NULL DEFAULT '{}',
  consulted_ids uuid[] NOT NULL DEFAULT '{}',
  decide_within_days integer NOT NULL CHECK (decide_within_days BETWEEN 1 AND 365),
  escalates_to_id uuid NOT NULL,
  retired_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, approver_id) REFERENCES charter.people (workspace_id, id),
  FOREIGN KEY (workspace_id, escalates_to_id) REFERENCES charter.people (workspace_id, id)
);
SELECT platform.isolate('charter.decision_rights', ':app', 'SELECT, INSERT, UPDATE');

-- One row per workspace: working time per severity and clock, and from when breaches count.
CREATE TABLE charter.clocks_policies (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  clocks jsonb NOT NULL,
  enforced_from timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id)
);
SELECT platform.isolate('charter.clocks_policies', ':app', 'SELECT, INSERT, UPDATE');

-- Who a restricted record is for: named people and roles. Not restricted itself: its name says nothing of the record.
CREATE TABLE charter.audiences (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  name text NOT NULL,
  person_ids uuid[] NOT NULL,
  -- Everybody is a reporter: naming that role would open the record to all.
  roles text[] NOT NULL CHECK (NOT roles @> '{reporter}'),
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, name)
);
SELECT platform.isolate('charter.audiences', ':app', 'SELECT, INSERT, UPDATE');

ALTER TABLE charter.charters
  ADD FOREIGN KEY (workspace_id, published_by) REFERENCES charter.people (workspace_id, id);
