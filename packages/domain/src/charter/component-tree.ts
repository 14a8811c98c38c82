/** A person as far as looking after components goes: `active` means they are here, signed up, and have not left. */
export type Keeper = { readonly personId: string; readonly standing: 'active' | 'left' | 'unclaimed' };

/** What is known of one component's care. */
export type ComponentCare = {
  /** Whether a team that is in use owns it, itself or through its place in the tree. */
  readonly owned: boolean;
  readonly maintainers: readonly Keeper[];
  /** The owning team's people; they stand in where no maintainer is named. */
  readonly team: readonly Keeper[];
};

/** What is wrong with a component's care. */
export type CareFindings = {
  readonly orphan: boolean;
  /** Maintainers who cannot look after it any more, or never came. */
  readonly lapsed: readonly Keeper[];
  /**
   * True when it hangs on one person: exactly one active maintainer or, where no maintainer is named, exactly one active
   * person in the owning team (the bus factor of Avelino et al., 2016, counted over who is named rather than who committed).
   */
  readonly busFactorOne: boolean;
};

/** Looks at one component's care. */
export function careFindings(care: ComponentCare): CareFindings {
  const named = care.maintainers.length > 0 ? care.maintainers : care.team;
  return {
    orphan: !care.owned,
    lapsed: care.maintainers.filter((keeper) => keeper.standing !== 'active'),
    busFactorOne: named.filter((keeper) => keeper.standing === 'active').length === 1,
  };
}

/**
 * Whether `id` below `parentId` would make a circle. `parentOf` gives each component's present parent; it must itself be free
 * of circles, as it is when every change was asked here first.
 */
export function wouldCircle(id: string, parentId: string, parentOf: (id: string) => string | undefined): boolean {
  for (let at: string | undefined = parentId; at !== undefined; at = parentOf(at)) if (at === id) return true;
  return false;
}
