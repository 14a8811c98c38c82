// What signing in asks of the stage that keeps people and teams; `app` wires it.

/** A person as the door sees them: `unclaimed` was named by an import, `service` is no human being. */
export type KnownPerson = {
  readonly personId: string;
  readonly standing: 'here' | 'unclaimed' | 'left' | 'service';
};

/** Somebody a demo visitor may be. */
export type Persona = { readonly personId: string; readonly name: string; readonly roles: readonly string[] };

export type SignInPeople = {
  find(workspaceId: string, personId: string): Promise<KnownPerson | null>;
  findByEmail(workspaceId: string, email: string): Promise<KnownPerson | null>;
  /** An unclaimed person turns out to be somebody; without a role they become a reporter. */
  claim(workspaceId: string, personId: string): Promise<void>;
  /** A new reporter. `email` is one that the provider vouches for, or null. */
  add(workspaceId: string, person: { readonly name: string; readonly email: string | null }): Promise<string>;
  personas(workspaceId: string): Promise<readonly Persona[]>;
};

/** What became of somebody's groups: keys of teams, and groups that no team is called by. */
export type GroupsOutcome = {
  readonly joined: readonly string[];
  readonly left: readonly string[];
  readonly ignored: readonly string[];
};

/**
 * Puts a person into the teams whose key or name equals one of their groups now, and takes them out of those whose group they
 * had `before` and lost. Other places in teams stay.
 */
export type GroupsToTeams = (
  workspaceId: string,
  personId: string,
  groups: { readonly before: readonly string[]; readonly now: readonly string[] },
) => Promise<GroupsOutcome>;
