/** A word of the workspace: its key in code and API, its name on screens, what it means, and one example. */
export type TermDefinition = {
  readonly key: string;
  readonly name: string;
  readonly definition: string;
  readonly example: string;
};
