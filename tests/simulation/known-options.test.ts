import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it.each(['tests/simulation/main.ts', 'tests/simulation/soak.ts', 'tests/simulation/mutants/main.ts', 'tests/simulation/interleavings/main.ts', 'tests/receivables/main.ts'])(
  '%s refuses an option that it does not know, and says which there are',
  (script) => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [script, '--sed', '7'], { encoding: 'utf8', timeout: 20_000 });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^there is no option --sed; there are: --/);
  },
);
