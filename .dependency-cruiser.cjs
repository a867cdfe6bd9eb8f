/** Imports run one way: functions, cli, console → adapters, connectors, mappings → core. */
const outside = (folder, allowed) => ({
  name: `${folder}-imports`,
  severity: 'error',
  comment: `${folder}/ may import only ${allowed.join(', ')}`,
  from: { path: `^${folder}/`, pathNot: '\\.(test|contract)\\.ts$' },
  to: { path: '^(core|mappings|connectors|functions|adapters|infra|cli|console|tests|bench)/', pathNot: `^(${[folder, ...allowed].join('|')})/` },
});

module.exports = {
  forbidden: [
    outside('core', []),
    outside('mappings', ['core']),
    outside('connectors', ['core', 'mappings']),
    outside('adapters', ['core']),
    outside('functions', ['core', 'connectors', 'mappings', 'adapters']),
    outside('cli', ['core', 'connectors', 'mappings', 'adapters', 'functions']),
    {
      name: 'core-node-builtins',
      severity: 'error',
      comment: 'core knows no socket, file, process or timer; hashing, compression and bytes are pure; lazily.ts loads libraries',
      from: { path: '^core/', pathNot: ['\\.test\\.ts$', '^core/model/lazily\\.ts$'] },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|zlib|buffer|string_decoder|util)$' },
    },
    {
      name: 'one-connector-never-imports-another',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/.+', pathNot: '\\.test\\.ts$' },
      to: { path: '^connectors/([^/]+)/.+', pathNot: ['^connectors/$1/', '^connectors/kit/'] },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(core|mappings|connectors|functions|adapters|infra|cli|console)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(tests|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
