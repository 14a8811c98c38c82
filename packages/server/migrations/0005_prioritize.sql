-- prioritize: what could be done about problems, what each function thinks of it, who objects, what was decided and why.

CREATE SCHEMA prioritize;
GRANT USAGE ON SCHEMA prioritize TO :app;

-- How proposals are scored. Each version is a row of its own and never changes, so that an old decision replays.
CREATE TABLE prioritize.frameworks (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  key text NOT NULL,
  formula_version integer NOT NULL,
  formula jsonb NOT NULL,
  published_at timestamptz NOT NULL,
  published_by uuid,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, key, formula_version)
);
SELECT platform.isolate('prioritize.frameworks', ':app', 'SELECT, INSERT');

CREATE TABLE prioritize.proposals (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  number integer NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'open', 'accepted', 'deferred', 'declined', 'withdrawn')),
  title text NOT NULL,
  summary text NOT NULL,
  options jsonb NOT NULL,
  estimates jsonb NOT NULL,
  alignments jsonb NOT NULL,
  -- What the evidence said of reach when the proposal was written: people, teams, and the signals counted.
  reach_evidence jsonb NOT NULL,
  lane_questions jsonb,
  withdraw_reason text,
  author_id uuid NOT NULL,
  required_functions text[] NOT NULL DEFAULT '{}',
  assessments_due_at timestamptz,
  revealed_at timestamptz,
  audience_id uuid,
  created_at timestamptz NOT NULL,
  opened_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, number),
  FOREIGN KEY (workspace_id, author_id) REFERENCES charter.people (workspace_id, id),
  FOREIGN KEY (workspace_id, audience_id) REFERENCES charter.audiences (workspace_id, id)
);
CREATE INDEX proposals_state ON prioritize.proposals (workspace_id, state, id);
SELECT platform.isolate('prioritize.proposals', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE prioritize.proposal_problems (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  proposal_id uuid NOT NULL,
  problem_id uuid NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, proposal_id, problem_id),
  FOREIGN KEY (workspace_id, proposal_id) REFERENCES prioritize.proposals (workspace_id, id),
  FOREIGN KEY (workspace_id, problem_id) REFERENCES triage.problems (workspace_id, id)
);
CREATE INDEX proposal_problems_problem ON prioritize.proposal_problems (workspace_id, problem_id);
SELECT platform.isolate('prioritize.proposal_problems', ':app', 'SELECT, INSERT');

CREATE TABLE prioritize.assessments (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  proposal_id uuid NOT NULL,
  function text NOT NULL CHECK (function IN ('engineering', 'product', 'reliability', 'security')),
  assessor_id uuid NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('for', 'unsure', 'against')),
  note text NOT NULL,
  estimates jsonb NOT NULL,
  is_flagged boolean NOT NULL,
  given_at timestamptz NOT NULL,
  audience_id uuid,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, proposal_id, function, assessor_id),
  FOREIGN KEY (workspace_id, proposal_id) REFERENCES prioritize.proposals (workspace_id, id),
  FOREIGN KEY (workspace_id, assessor_id) REFERENCES charter.people (workspace_id, id),
  FOREIGN KEY (workspace_id, audience_id) REFERENCES charter.audiences (workspace_id, id)
);
SELECT platform.isolate('prioritize.assessments', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE prioritize.decisions (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  number integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('answer', 'fix', 'accept', 'defer', 'decline')),
  state text NOT NULL CHECK (state IN ('draft', 'commenting', 'made', 'cancelled', 'superseded')),
  lane text NOT NULL CHECK (lane IN ('answer', 'fix', 'standard', 'significant', 'urgent')),
  lane_reasons jsonb NOT NULL,
  lane_questions jsonb,
  lane_changes jsonb NOT NULL DEFAULT '[]',
  title text NOT NULL,
  rationale text NOT NULL,
  answer text,
  what_would_change text,
  proposal_id uuid,
  likely_person_days double precision,
  -- Written with the draft; copied to success_criteria when it is made, and final from then on.
  criteria jsonb NOT NULL DEFAULT '[]',
  rollback_plan jsonb,
  component_ids uuid[] NOT NULL,
  owner_team_id uuid,
  -- Whose move it is; whoever made it, once it is made.
  approver_id uuid NOT NULL,
  decision_right_id uuid,
  drafted_by uuid NOT NULL,
  made_by uuid,
  comment_opened_at timestamptz,
  comment_days integer,
  comment_extended boolean NOT NULL DEFAULT false,
  comment_closes_at timestamptz,
  comment_extend_reason text,
  due_at timestamptz,
  made_at timestamptz,
  cancel_reason text,
  supersedes_id uuid,
  superseded_by_id uuid,
  audience_id uuid,
  created_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, number),
  FOREIGN KEY (workspace_id, proposal_id) REFERENCES prioritize.proposals (workspace_id, id),
  FOREIGN KEY (workspace_id, supersedes_id) REFERENCES prioritize.decisions (workspace_id, id),
  FOREIGN KEY (workspace_id, superseded_by_id) REFERENCES prioritize.decisions (workspace_id, id),
  FOREIGN KEY (workspace_id, approver_id) REFERENCES charter.people (workspace_id, id),
  FOREIGN KEY (workspace_id, drafted_by) REFERENCES charter.people (workspace_id, id),
  FOREIGN KEY (workspace_id, made_by) REFERENCES charter.people (workspace_id, id),
  FOREIGN KEY (workspace_id, audience_id) REFERENCES charter.audiences (workspace_id, id)
);
CREATE INDEX decisions_state ON prioritize.decisions (workspace_id, state, id);
CREATE INDEX decisions_proposal ON prioritize.decisions (workspace_id, proposal_id);
CREATE INDEX decisions_made_at ON prioritize.decisions (workspace_id, made_at);
SELECT platform.isolate('prioritize.decisions', ':app', 'SELECT, INSERT, UPDATE');

CREATE TABLE prioritize.decision_problems (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace(),
  decision_id uuid NOT NULL,
  problem_id uuid NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, decision_id, problem_id),
  FOREIGN KEY (workspace_id, decision_id) REFERENCES prioritize.decisions (workspace_id, id),
  FOREIGN KEY (workspace_id, problem_id) REFERENCES triage.problems (workspace_id, id)
);
CREATE INDEX decision_problems_problem ON prioritize.decision_problems (workspace_id, problem_id);
SELECT platform.isolate('prioritize.decision_problems', ':app', 'SELECT, INSERT');

CREATE TABLE prioritize.success_criteria (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  decision_id uuid NOT NULL,
  position integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('metric', 'reporters')),
  metric text NOT NULL,
  unit text NOT NULL,
  baseline double precision,
  direction text NOT NULL CHECK (direction IN ('up', 'down')),
  target double precision NOT NULL,
  smallest_effect double precision NOT NULL CHECK (smallest_effect >= 0),
  window_days integer NOT NULL CHECK (window_days BETWEEN 1 AND 365),
  source text NOT NULL,
  audience_id uuid,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, decision_id, position),
  FOREIGN KEY (workspace_id, decision_id) REFERENCES prioritize.decisions (workspace_id, id)
);
SELECT platform.isolate('prioritize.success_criteria', ':app', 'SELECT, INSERT');

-- On a proposal, or on a decision that rests directly on problems.
CREATE TABLE prioritize.concerns (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  id uuid NOT NULL,
  proposal_id uuid,
  decision_id uuid,
  state text NOT NULL CHECK (state IN ('open', 'answered', 'resolved', 'withdrawn', 'overridden')),
  text text NOT NULL,
  raiser_id uuid NOT NULL,
  raised_at timestamptz NOT NULL,
  answer text,
  answered_by uuid,
  answered_at timestamptz,
  settled_by uuid,
  settled_at timestamptz,
  settled_reason text,
  audience_id uuid,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, id),
  CHECK (num_nonnulls(proposal_id, decision_id) = 1),
  FOREIGN KEY (workspace_id, proposal_id) REFERENCES prioritize.proposals (workspace_id, id),
  FOREIGN KEY (workspace_id, decision_id) REFERENCES prioritize.decisions (workspace_id, id),
  FOREIGN KEY (workspace_id, raiser_id) REFERENCES charter.people (workspace_id, id),
  FOREIGN KEY (workspace_id, audience_id) REFERENCES charter.audiences (workspace_id, id)
);
CREATE INDEX concerns_proposal ON prioritize.concerns (workspace_id, proposal_id);
CREATE INDEX concerns_decision ON prioritize.concerns (workspace_id, decision_id);
CREATE INDEX concerns_state ON prioritize.concerns (workspace_id, state, id);
SELECT platform.isolate('prioritize.concerns', ':app', 'SELECT, INSERT, UPDATE');

-- Written once when a decision is made, with everything that a replay needs; never changed.
CREATE TABLE prioritize.rationales (
  workspace_id uuid NOT NULL DEFAULT platform.current_workspace() REFERENCES platform.workspaces (id),
  decision_id uuid NOT NULL,
  content jsonb NOT NULL,
  audience_id uuid,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, decision_id),
  FOREIGN KEY (workspace_id, decision_id) REFERENCES prioritize.decisions (workspace_id, id)
);
SELECT platform.isolate('prioritize.rationales', ':app', 'SELECT, INSERT');
