-- learn: what is known now that was not: retrospectives with their actions, and lessons that are kept current.

CREATE SCHEMA learn;
GRANT USAGE ON SCHEMA learn TO :app;

CREATE TABLE learn.retrospectives (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  number integer NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'in_review', 'published', 'superseded', 'retired')),
  subject_kind text NOT NULL CHECK (subject_kind IN ('signal', 'problem', 'decision', 'change')),
  subject_id uuid NOT NULL,
  cause text NOT NULL CHECK (cause IN ('rolled_back', 'outcome_not_met', 'clock_missed', 'asked_for')),
  -- The entry that called for it; empty when a person did.
  called_by uuid,
  title text NOT NULL,
  body text NOT NULL,
  -- What the draft was written from: timeline, decisions, numbers, quotes.
  draft jsonb NOT NULL,
  is_failure_analysis boolean NOT NULL DEFAULT false,
  owner_team_id uuid NOT NULL,
  component_ids uuid[] NOT NULL,
  drafted_by uuid,
  drafted_at timestamptz NOT NULL,
  published_at timestamptz,
  published_by uuid,
  superseded_by_id uuid,
  ended_why text,
  audience_id uuid,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, number),
  FOREIGN KEY (workspace_id, owner_team_id) REFERENCES charter.teams (workspace_id, id),
  FOREIGN KEY (workspace_id, superseded_by_id) REFERENCES learn.retrospectives (workspace_id, id),
  FOREIGN KEY (workspace_id, audience_id) REFERENCES charter.audiences (workspace_id, id)
);
CREATE UNIQUE INDEX retrospectives_called_by ON learn.retrospectives (workspace_id, called_by);
CREATE INDEX retrospectives_state ON learn.retrospectives (workspace_id, state, id);
CREATE INDEX retrospectives_subject ON learn.retrospectives (workspace_id, subject_id);
SELECT platform.isolate('learn.retrospectives', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE learn.actions (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  retrospective_id uuid NOT NULL,
  text text NOT NULL,
  type text NOT NULL CHECK (type IN ('prevent', 'mitigate', 'detect')),
  owner_team_id uuid NOT NULL,
  due_on date NOT NULL,
  -- The work item or signal that it is done as, once there is one.
  linked_kind text CHECK (linked_kind IN ('work_item', 'signal')),
  linked_id uuid,
  audience_id uuid,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  CHECK ((linked_kind IS NULL) = (linked_id IS NULL)),
  FOREIGN KEY (workspace_id, retrospective_id) REFERENCES learn.retrospectives (workspace_id, id),
  FOREIGN KEY (workspace_id, owner_team_id) REFERENCES charter.teams (workspace_id, id)
);
CREATE INDEX actions_retrospective ON learn.actions (workspace_id, retrospective_id, id);
CREATE INDEX actions_due ON learn.actions (workspace_id, due_on, id);
SELECT platform.isolate('learn.actions', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE learn.lessons (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  number integer NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'in_review', 'published', 'superseded', 'retired')),
  title text NOT NULL,
  text text NOT NULL,
  -- Rises when title or text change; `lesson_editions` keeps every one.
  edition integer NOT NULL DEFAULT 1,
  retrospective_id uuid,
  written_by uuid NOT NULL,
  written_at timestamptz NOT NULL,
  published_at timestamptz,
  last_confirmed_at timestamptz,
  last_confirmed_by uuid,
  superseded_by_id uuid,
  ended_why text,
  audience_id uuid,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, number),
  FOREIGN KEY (workspace_id, retrospective_id) REFERENCES learn.retrospectives (workspace_id, id),
  FOREIGN KEY (workspace_id, written_by) REFERENCES charter.people (workspace_id, id),
  FOREIGN KEY (workspace_id, superseded_by_id) REFERENCES learn.lessons (workspace_id, id),
  FOREIGN KEY (workspace_id, audience_id) REFERENCES charter.audiences (workspace_id, id)
);
CREATE INDEX lessons_state ON learn.lessons (workspace_id, state, id);
CREATE INDEX lessons_retrospective ON learn.lessons (workspace_id, retrospective_id);
SELECT platform.isolate('learn.lessons', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE learn.lesson_editions (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  lesson_id uuid NOT NULL,
  edition integer NOT NULL,
  title text NOT NULL,
  text text NOT NULL,
  why text,
  by_id uuid,
  at timestamptz NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, lesson_id, edition),
  FOREIGN KEY (workspace_id, lesson_id) REFERENCES learn.lessons (workspace_id, id)
);
SELECT platform.isolate('learn.lesson_editions', ':app', 'SELECT, INSERT');

CREATE TABLE learn.lesson_components (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  lesson_id uuid NOT NULL,
  component_id uuid NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, lesson_id, component_id),
  FOREIGN KEY (workspace_id, lesson_id) REFERENCES learn.lessons (workspace_id, id),
  FOREIGN KEY (workspace_id, component_id) REFERENCES charter.components (workspace_id, id)
);
CREATE INDEX lesson_components_component ON learn.lesson_components (workspace_id, component_id);
SELECT platform.isolate('learn.lesson_components', ':app', 'SELECT, INSERT, DELETE');

CREATE TABLE learn.lesson_problems (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  lesson_id uuid NOT NULL,
  problem_id uuid NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, lesson_id, problem_id),
  FOREIGN KEY (workspace_id, lesson_id) REFERENCES learn.lessons (workspace_id, id),
  FOREIGN KEY (workspace_id, problem_id) REFERENCES triage.problems (workspace_id, id)
);
CREATE INDEX lesson_problems_problem ON learn.lesson_problems (workspace_id, problem_id);
SELECT platform.isolate('learn.lesson_problems', ':app', 'SELECT, INSERT, DELETE');
