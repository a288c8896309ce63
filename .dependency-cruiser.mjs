// Who may import whom. This table is the architecture; ARCHITECTURE.md draws it.
const mayImport = {
  'packages/net': [],
  'packages/map-layout': [],
  'packages/flow-codec': ['packages/net'],
  'packages/scope-model': ['packages/net'],
  'packages/reference-network': ['packages/net', 'packages/scope-model'],
  'packages/query-language': ['packages/net', 'packages/scope-model'],
  'packages/acl-formats': ['packages/net', 'packages/scope-model'],
  'packages/contract': ['packages/net', 'packages/scope-model'],
  'packages/evidence': ['packages/net', 'packages/contract', 'packages/scope-model', 'packages/map-layout'],
  'packages/embedded-postgres': [],
  'packages/database': ['packages/net', 'packages/scope-model', 'packages/query-language'],
  'apps/collector': ['packages/net', 'packages/flow-codec', 'packages/scope-model', 'packages/database'],
  'apps/api': [
    'packages/net',
    'packages/acl-formats',
    'packages/contract',
    'packages/scope-model',
    'packages/database',
    'packages/evidence',
    'packages/query-language',
  ],
  'apps/web': ['packages/contract', 'packages/scope-model', 'packages/map-layout', 'packages/query-language'],
  'apps/cli': [
    'packages/net',
    'packages/flow-codec',
    'packages/scope-model',
    'packages/acl-formats',
    'packages/contract',
    'packages/evidence',
    'packages/database',
    'packages/embedded-postgres',
    'packages/reference-network',
    'apps/collector',
    'apps/api',
  ],
};

const PURE = 'packages/(net|flow-codec|scope-model|map-layout|query-language|acl-formats|contract|reference-network)';
const TEST = '[.]test[.]tsx?$|/testing/';

const layering = Object.entries(mayImport).map(([unit, allowed]) => ({
  name: `layering: ${unit}`,
  comment: `${unit} may import ${allowed.join(', ') || 'no other package of ours'}. Move the code down a layer, or pass the value in.`,
  severity: 'error',
  from: { path: `^${unit}/`, pathNot: TEST },
  to: { path: '^(apps|packages)/', pathNot: [unit, ...allowed].map((path) => `^${path}/`) },
}));

const only = (name, comment, allowedFrom, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^(apps|packages)/', pathNot: allowedFrom },
  to,
});

export default {
  forbidden: [
    ...layering,
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'pure-core',
      comment: 'These packages see bytes and values only: no sockets, files, clocks or environment.',
      severity: 'error',
      from: { path: `^${PURE}/`, pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'dependency-free-core',
      comment: 'These packages use no npm package.',
      severity: 'error',
      from: {
        path: '^packages/(net|flow-codec|scope-model|map-layout|query-language|reference-network)/',
        pathNot: TEST,
      },
      to: { path: 'node_modules/', pathNot: 'node_modules/@scopemap/' },
    },
    only('sql-in-one-place', 'Only packages/database speaks SQL.', ['^packages/database/', TEST], {
      path: 'node_modules/(kysely|pg|pg-copy-streams)/',
    }),
    {
      name: 'migrations-frozen',
      comment: 'A migration is history: it imports nothing of ours, so later edits cannot change what it did.',
      severity: 'error',
      from: { path: '^packages/database/src/migrations/[0-9]' },
      to: { path: '^(apps|packages)/' },
    },
    only('http-in-one-place', 'Only apps/api knows Fastify.', ['^apps/api/'], { path: 'node_modules/@?fastify' }),
    only('canvas-in-one-place', 'Only apps/web/src/graph touches Cytoscape.', ['^apps/web/src/graph/'], {
      path: 'node_modules/cytoscape',
    }),
    {
      name: 'package-door',
      comment: 'Enter a package by the names in its exports, never by a path inside it.',
      severity: 'error',
      from: { path: '^(apps|packages)/([^/]+)/' },
      to: {
        path: '^packages/([^/]+)/src/',
        pathNot: ['^packages/$2/', '^packages/[^/]+/src/((encode|capture|testing)/)?index[.]ts$'],
      },
    },
    {
      name: 'no-test-in-source',
      comment: 'Source never imports a test.',
      severity: 'error',
      from: { pathNot: TEST },
      to: { path: '[.]test[.]tsx?$' },
    },
    {
      name: 'declared',
      comment: 'Every import is declared by the package that imports it.',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: TEST },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'resolvable',
      comment: 'Every import leads somewhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|[.]tsbuild)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
      mainFields: ['module', 'main'],
    },
  },
};
