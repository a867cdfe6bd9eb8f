import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { checkBanned } from './banned.ts';
import { checkDocs } from './docs.ts';
import { sourceFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { checkSizes } from './sizes.ts';

/** `npm run tidy`: formatting and lint, types, import direction, sizes, banned globals, doc comments, dead code. Exit 1 when anything is found. */
const root = join(import.meta.dirname, '..', '..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

interface Check {
  readonly name: string;
  run(): readonly Finding[] | { readonly findings: readonly Finding[]; readonly note: string };
}

function tool(name: string, args: readonly string[], note: (out: string) => string | undefined = () => ''): Check {
  return {
    name,
    run: () => {
      const { status, stdout, stderr } = spawnSync(bin(name), args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
      const out = `${stdout}${stderr}`;
      const said = note(out);
      const failed = status !== 0 || said === undefined;
      return { findings: failed ? [{ file: '', message: out.trim().split('\n').slice(-40).join('\n') }] : [], note: said ?? '' };
    },
  };
}

/** A cruise that saw no modules proves nothing: it counts as failed. */
function modulesSeen(out: string): string | undefined {
  const seen = Number(/\((\d+) modules/.exec(out)?.[1] ?? 0);
  return seen > 50 ? `${seen} modules` : undefined;
}

const files = sourceFiles(root);
const checks: readonly Check[] = [
  tool('biome', ['check', '.', '--diagnostic-level=warn', '--max-diagnostics=40']),
  tool('tsc', ['--noEmit']),
  tool('depcruise', ['core', 'mappings', 'connectors', 'functions', 'adapters', 'cli', '--config', '.dependency-cruiser.cjs'], modulesSeen),
  { name: 'sizes', run: () => checkSizes(root, files) },
  { name: 'banned globals', run: () => checkBanned(root, files) },
  { name: 'doc comments', run: () => checkDocs(root, files) },
  tool('knip', ['--no-progress']),
];

let failed = 0;
for (const check of checks) {
  const started = performance.now();
  const result = check.run();
  const { findings, note } = 'findings' in result ? result : { findings: result, note: '' };
  const took = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  console.log(`${findings.length === 0 ? 'ok  ' : 'FAIL'} ${check.name.padEnd(16)} ${took.padStart(7)}  ${note}`);
  for (const f of findings.slice(0, 60)) console.log(`     ${f.file}${f.line === undefined ? '' : `:${f.line}`} ${f.message}`);
  if (findings.length > 60) console.log(`     … and ${findings.length - 60} more`);
  failed += findings.length > 0 ? 1 : 0;
}
process.exit(failed === 0 ? 0 : 1);
