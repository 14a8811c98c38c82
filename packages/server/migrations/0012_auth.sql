-- Who may come in: browser sessions and single sign-on. Everything here is looked up before a workspace is known, so the tables
-- are global; which person of which workspace somebody is, is said by `members` alone.
-- users, sessions, accounts and verifications are better-auth's tables, under names and types of the house. They hold no name,
-- no address and no token of the provider: people are the charter's records, and provider tokens are dropped after sign-in.

CREATE TABLE auth.users (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  -- Not a mailbox: the name of one way to sign in (a person of a workspace, or a provider's subject), unique and made up by us.
  email text NOT NULL UNIQUE,
  email_verified boolean NOT NULL,
  image text,
  created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);
GRANT SELECT, INSERT, UPDATE ON auth.users TO :app;

CREATE TABLE auth.sessions (
  id uuid PRIMARY KEY,
  expires_at timestamptz NOT NULL,
  token text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz NOT NULL,
  ip_address text,
  user_agent text,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE
);
CREATE INDEX sessions_user ON auth.sessions (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON auth.sessions TO :app;

CREATE TABLE auth.accounts (
  id uuid PRIMARY KEY,
  -- Issuer and subject: the same subject at another issuer is somebody else.
  account_id text NOT NULL,
  provider_id text NOT NULL,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz NOT NULL,
  UNIQUE (provider_id, account_id)
);
CREATE INDEX accounts_user ON auth.accounts (user_id);
GRANT SELECT, INSERT, UPDATE ON auth.accounts TO :app;

CREATE TABLE auth.verifications (
  id uuid PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX verifications_identifier ON auth.verifications (identifier);
GRANT SELECT, INSERT, UPDATE, DELETE ON auth.verifications TO :app;

-- Which person somebody is in which workspace. `groups` are the provider's at the last sign-in: what it took away since then is
-- the difference, and a place in a team that a person was given by hand is left alone.
CREATE TABLE auth.members (
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  workspace_id uuid NOT NULL REFERENCES platform.workspaces (id),
  person_id uuid NOT NULL,
  groups text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, workspace_id)
);
CREATE INDEX members_person ON auth.members (workspace_id, person_id);
GRANT SELECT, INSERT, UPDATE ON auth.members TO :app;
