/**
 * The nevers of docs/ARCHITECTURE.md as rules. `npm run check` fails when one is broken, and when no module was seen at all
 * (dependency-cruiser under a TypeScript it does not know sees nothing and passes).
 */
const stages = ['charter', 'listen', 'triage', 'prioritize', 'plan', 'deliver', 'verify', 'learn', 'engage', 'govern'];

/** A stage may import earlier stages only; one rule per stage and per package that has stages. */
const stageOrder = ['packages/domain/src', 'packages/contract/src', 'packages/server/src/stages'].flatMap((root) =>
  stages.slice(0, -1).map((stage, index) => ({
    name: `${stage}-knows-no-later-stage`,
    comment: 'The import graph is a line; news travels by the journal.',
    severity: 'error',
    from: { path: `^${root}/${stage}/` },
    to: { path: `^packages/(domain/src|contract/src|server/src/stages)/(${stages.slice(index + 1).join('|')})/` },
  })),
);

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere is one that no other rule here can judge.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'a-package-has-doors',
      comment: 'Across packages by name (@hearback/domain/text), never by a path into the other package.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: {
        path: '^packages/(domain|contract|client)/',
        pathNot:
          '^packages/($1/|client/src/index\\.ts$|contract/src/openapi\\.ts$|(domain|contract)/src/[^/]+/index\\.ts$)',
      },
    },
    {
      name: 'the-client-knows-the-document-only',
      severity: 'error',
      from: { path: '^packages/client/src' },
      to: { path: '^packages/(domain|contract|server|web|cli)/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'No clock, no randomness, no I/O: domain imports itself and small pure libraries.',
      severity: 'error',
      from: { path: '^packages/domain/src', pathNot: '\\.test\\.ts$' },
      to: {
        pathNot:
          '^packages/domain/src|node_modules/(@stdlib|temporal-polyfill|temporal-spec|wink-porter2-stemmer|simple-statistics|ml-matrix)',
      },
    },
    {
      name: 'contract-asks-domain-only',
      severity: 'error',
      from: { path: '^packages/contract/src' },
      to: { path: '^packages/(server|client|web|cli)/' },
    },
    {
      name: 'faces-use-the-client',
      comment: 'What the screen can do, the API can do.',
      severity: 'error',
      from: { path: '^packages/(web|cli)/' },
      to: { path: '^packages/(contract|server|domain)/' },
    },
    {
      name: 'a-stage-has-one-door',
      severity: 'error',
      from: { path: '^packages/server/src/stages/([^/]+)/' },
      to: {
        path: '^packages/server/src/stages/([^/]+)/',
        pathNot: '^packages/server/src/stages/($1/|[^/]+/index\\.ts$)',
      },
    },
    {
      name: 'outsiders-use-the-door-too',
      severity: 'error',
      from: { path: '^packages/server/src/(loop|app)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/server/src/stages/[^/]+/(?!index\\.ts$)' },
    },
    {
      name: 'no-stage-imports-the-loop',
      severity: 'error',
      from: { path: '^packages/server/src/stages/' },
      to: { path: '^packages/server/src/(loop|app)/' },
    },
    {
      name: 'platform-knows-no-stage',
      severity: 'error',
      from: { path: '^packages/server/src/platform/', pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/server/src/(stages|loop|app|connectors)/' },
    },
    {
      name: 'connectors-know-no-store',
      severity: 'error',
      from: { path: '^packages/server/src/connectors/' },
      to: { path: '^packages/server/src/(stages/.*\\.store\\.ts|loop/|app/)' },
    },
    {
      name: 'only-app-wires',
      severity: 'error',
      from: { path: '^packages/server/src/', pathNot: '^packages/server/src/app/|\\.test\\.ts$' },
      to: { path: '^packages/server/src/app/' },
    },
    {
      name: 'tests-are-not-imported',
      severity: 'error',
      from: { pathNot: '\\.test\\.tsx?$' },
      to: { path: '\\.test\\.tsx?$' },
    },
    ...stageOrder,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What the web build made is no source of ours.
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
