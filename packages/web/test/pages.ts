import type { SampleWorkspace } from './workspace.ts';

export type PageToSee = {
  readonly name: string;
  readonly path: (workspace: SampleWorkspace) => string;
  readonly as?: 'admin' | 'reporter' | 'nobody';
};

/** Every page there is. */
export const pages: readonly PageToSee[] = [
  { name: 'home', path: () => '/' },
  { name: 'inbox', path: () => '/triage' },
  { name: 'inbox-problem', path: ({ openProblemId }) => `/triage?open=${openProblemId}` },
  { name: 'record', path: ({ fixedProblemId }) => `/records/problem/${fixedProblemId}` },
  { name: 'record-missing', path: ({ fixedProblemId }) => `/records/lesson/${fixedProblemId}` },
  { name: 'rationale', path: ({ decisionId }) => `/decisions/${decisionId}/rationale` },
  { name: 'stage-charter', path: () => '/charter' },
  { name: 'stage-listen', path: () => '/listen' },
  { name: 'stage-prioritize', path: () => '/prioritize' },
  { name: 'stage-deliver', path: () => '/deliver' },
  { name: 'stage-engage', path: () => '/engage' },
  { name: 'stage-govern', path: () => '/govern' },
  { name: 'tell', path: () => '/tell' },
  { name: 'mine', path: () => '/mine', as: 'reporter' },
  { name: 'changing', path: () => '/changing', as: 'reporter' },
  { name: 'you', path: () => '/you' },
  { name: 'home-reporter', path: () => '/', as: 'reporter' },
  { name: 'nowhere', path: () => '/nowhere/at/all' },
  { name: 'sign-in', path: () => '/', as: 'nobody' },
];
