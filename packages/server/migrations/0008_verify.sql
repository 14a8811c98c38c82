-- verify: whether what was promised came true: measurements, outcomes with their evidence, and what reporters answer.

CREATE SCHEMA verify;
GRANT USAGE ON SCHEMA verify TO :app;

-- One value of a success criterion's metric at one time. Never changed, so that an outcome replays from it.
CREATE TABLE verify.measurements (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  criterion_id uuid NOT NULL,
  source text NOT NULL CHECK (source IN ('measured', 'typed_in')),
  at timestamptz NOT NULL,
  value double precision NOT NULL,
  recorded_by uuid,
  recorded_at timestamptz NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, criterion_id, source, at),
  FOREIGN KEY (workspace_id, criterion_id) REFERENCES prioritize.success_criteria (workspace_id, id),
  FOREIGN KEY (workspace_id, recorded_by) REFERENCES charter.people (workspace_id, id)
);
SELECT platform.isolate('verify.measurements', ':app', 'SELECT, INSERT');

CREATE TABLE verify.outcomes (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  number integer NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'met', 'not_met', 'cant_tell')),
  decision_id uuid NOT NULL,
  criterion_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('metric', 'reporters')),
  -- Empty for what was released elsewhere and told by hand.
  change_id uuid,
  released_at timestamptz NOT NULL,
  released_how text,
  window_ends_at timestamptz NOT NULL,
  opened_at timestamptz NOT NULL,
  judged_at timestamptz,
  reason text,
  audience_id uuid,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, number),
  UNIQUE (workspace_id, decision_id, criterion_id),
  FOREIGN KEY (workspace_id, decision_id) REFERENCES prioritize.decisions (workspace_id, id),
  FOREIGN KEY (workspace_id, criterion_id) REFERENCES prioritize.success_criteria (workspace_id, id),
  FOREIGN KEY (workspace_id, change_id) REFERENCES deliver.changes (workspace_id, id),
  FOREIGN KEY (workspace_id, audience_id) REFERENCES charter.audiences (workspace_id, id)
);
CREATE INDEX outcomes_state ON verify.outcomes (workspace_id, state, id);
CREATE INDEX outcomes_criterion ON verify.outcomes (workspace_id, criterion_id);
CREATE INDEX outcomes_due ON verify.outcomes (workspace_id, window_ends_at) WHERE state = 'pending';
SELECT platform.isolate('verify.outcomes', ':app', 'SELECT, INSERT, UPDATE');

-- Each look of the judge, with everything it saw: never changed.
CREATE TABLE verify.judgements (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  id uuid NOT NULL,
  outcome_id uuid NOT NULL,
  at timestamptz NOT NULL,
  judge_version integer NOT NULL,
  inputs jsonb NOT NULL,
  result text NOT NULL CHECK (result IN ('met', 'not_met', 'cant_tell')),
  reason text NOT NULL,
  evidence jsonb NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, outcome_id) REFERENCES verify.outcomes (workspace_id, id)
);
CREATE INDEX judgements_outcome ON verify.judgements (workspace_id, outcome_id, id);
SELECT platform.isolate('verify.judgements', ':app', 'SELECT, INSERT');

-- "Did this help?", asked once of each person whose words a decision rests on. Restricted like the signal it was said in
-- where they said nothing in the open.
CREATE TABLE verify.help_questions (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  decision_id uuid NOT NULL,
  change_id uuid,
  person_id uuid NOT NULL,
  asked_at timestamptz NOT NULL,
  helped text CHECK (helped IN ('yes', 'no', 'partly')),
  words text,
  answered_at timestamptz,
  audience_id uuid,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, decision_id, person_id),
  CHECK ((helped IS NULL) = (answered_at IS NULL)),
  FOREIGN KEY (workspace_id, decision_id) REFERENCES prioritize.decisions (workspace_id, id),
  FOREIGN KEY (workspace_id, change_id) REFERENCES deliver.changes (workspace_id, id),
  FOREIGN KEY (workspace_id, person_id) REFERENCES charter.people (workspace_id, id),
  FOREIGN KEY (workspace_id, audience_id) REFERENCES charter.audiences (workspace_id, id)
);
CREATE INDEX help_questions_person ON verify.help_questions (workspace_id, person_id, id);
SELECT platform.isolate('verify.help_questions', ':app', 'SELECT, INSERT, UPDATE');

-- Which of the decision's problems the person spoke about: an answer counts for these.
CREATE TABLE verify.help_question_problems (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  question_id uuid NOT NULL,
  problem_id uuid NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, question_id, problem_id),
  FOREIGN KEY (workspace_id, question_id) REFERENCES verify.help_questions (workspace_id, id),
  FOREIGN KEY (workspace_id, problem_id) REFERENCES triage.problems (workspace_id, id)
);
CREATE INDEX help_question_problems_problem ON verify.help_question_problems (workspace_id, problem_id);
SELECT platform.isolate('verify.help_question_problems', ':app', 'SELECT, INSERT');
