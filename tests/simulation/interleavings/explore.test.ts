import { describe, expect, it } from 'vitest';
import type { Answer, HeldCall } from '../../../adapters/simulated/core-world.ts';
import { Random } from '../../../adapters/simulated/random.ts';
import { type Execution, explore } from './explore.ts';

/** A step of a worker over a store of texts: reads one, writes one if it is as the worker last read it, does both at once, or notes something. */
type Step = { readonly get: string } | { readonly put: string } | { readonly note: string } | { readonly both: readonly [string, string] };

const keys = ['a/@', 'b/@', 'c/@'];
/** Programs tried against every order; each has at most `stepsMax` steps per worker, so that all orders can be tried without wit. */
const programs = 80;
const stepsMax = 3;
const workersMax = 3;

function drawProgram(random: Random): Step[][] {
  const step = (): Step => {
    const kind = random.int(0, 5);
    if (kind <= 1) return { get: random.pick(keys) };
    if (kind <= 3) return { put: random.pick(keys) };
    return kind === 4 ? { note: `n/CONF#${random.int(1, 2)}` } : { both: [random.pick(keys), random.pick(keys)] };
  };
  return Array.from({ length: random.int(2, workersMax) }, (_, w) => Array.from({ length: w === 2 ? 1 : random.int(1, stepsMax) }, step));
}

/** Runs a program at a gate. A worker writes on only when its write went through, and writes a text that says all it has read: any difference in what it saw shows in the end. */
function startProgram(program: readonly (readonly Step[])[], onEnd: (end: string) => void): Execution {
  const store = new Map<string, string>();
  const waiting: HeldCall[] = [];
  const call = <T>(who: string, what: string, effect: () => T): Promise<T> =>
    new Promise((resolve) => {
      const go = async (): Promise<Answer> => {
        const value = effect();
        resolve(value);
        return { value };
      };
      waiting.push({ who, what, go });
    });
  const worker = async (who: string, steps: readonly Step[]): Promise<void> => {
    const read = new Map<string, string>();
    const get = (key: string) => call(who, `get ${key}`, () => store.get(key) ?? '').then((value) => void read.set(key, value));
    const put = (key: string): Promise<boolean> => {
      const [rests, text] = [read.get(key) ?? '', `${who}:${[...read].sort().join()}`];
      return call(who, `write put ${key}`, () => (store.get(key) ?? '') === rests && store.set(key, text) !== undefined);
    };
    for (const step of steps) {
      if ('get' in step) await get(step.get);
      else if ('put' in step) await ((await put(step.put)) || get(step.put));
      else if ('both' in step) await Promise.all([get(step.both[0]), put(step.both[1])]);
      else await call(who, `write add ${step.note} 1f`, () => void store.set(step.note, 'noted'));
    }
  };
  for (const [at, steps] of program.entries()) void worker(`w${at + 1}`, steps);
  const fingerprint = (): string => [...store].sort().join('\n');
  return {
    waiting,
    settle: () => new Promise((resolve) => process.nextTick(resolve)),
    fingerprint,
    finish: async () => {
      onEnd(fingerprint());
      return [];
    },
  };
}

/** Every order, one after the other, without wit: the worlds they end in. */
async function allEnds(program: readonly (readonly Step[])[]): Promise<Set<string>> {
  const ends = new Set<string>();
  const path: { at: number; of: number }[] = [];
  do {
    const execution = startProgram(program, (end) => ends.add(end));
    for (let depth = 0; ; depth += 1) {
      await execution.settle();
      if (execution.waiting.length === 0) break;
      path[depth] ??= { at: 0, of: execution.waiting.length };
      await execution.waiting.splice(path[depth]?.at ?? 0, 1)[0]?.go();
    }
    await execution.finish();
    while (path.length > 0 && (path.at(-1) as { at: number; of: number }).at + 1 >= (path.at(-1)?.of ?? 0)) path.pop();
    const last = path.at(-1);
    if (last !== undefined) last.at += 1;
  } while (path.length > 0);
  return ends;
}

describe('exploring', { timeout: 60_000 }, () => {
  it.each([
    { know: 'have been seen at work', tastes: undefined },
    { know: 'show only on the way what they do', tastes: 0 },
  ])('comes to every end that any order of the calls comes to, of workers that $know', async ({ tastes }) => {
    const random = new Random(7, 'programs');
    let [most, executions] = [0, 0];
    for (let n = 0; n < programs; n += 1) {
      const program = drawProgram(random);
      const ends = new Set<string>();
      const explored = await explore(async () => startProgram(program, (end) => ends.add(end)), 10_000, tastes);
      expect({ program, ends: ends.size }).toEqual({ program, ends: (await allEnds(program)).size });
      most = Math.max(most, ends.size);
      executions += explored.executions;
    }
    expect(most).toBeGreaterThan(4);
    expect(executions).toBeLessThan(programs * 200);
  });

  it('tries calls that touch nothing in common in one order', async () => {
    const program: Step[][] = [
      [{ get: 'a/@' }, { put: 'a/@' }],
      [{ get: 'b/@' }, { put: 'b/@' }],
    ];
    const explored = await explore(async () => startProgram(program, () => undefined), 100);
    expect(explored).toMatchObject({ interleavings: 1, states: 5, ends: 1 });
  });

  it('tells which order breaks a rule', async () => {
    const program: Step[][] = [[{ put: 'a/@' }], [{ put: 'a/@' }]];
    const explored = await explore(async () => {
      const execution = startProgram(program, () => undefined);
      return { ...execution, finish: async () => (execution.fingerprint().includes('w1') ? ['w1 wrote'] : []) };
    }, 100);
    expect(explored.failures).toEqual([{ what: 'w1 wrote', schedule: 'w1.1 w2.1 w2.2' }]);
  });

  it('gives up a race that is too wide, and one that does not repeat', async () => {
    const program: Step[][] = [
      [{ put: 'a/@' }, { put: 'a/@' }],
      [{ put: 'a/@' }, { put: 'a/@' }],
    ];
    await expect(explore(async () => startProgram(program, () => undefined), 41)).rejects.toThrow('more than 41 executions');
    let started = 0;
    const fickle = async (): Promise<Execution> => {
      started += 1;
      return startProgram(started > 41 ? [[{ put: 'a/@' }]] : program, () => undefined);
    };
    await expect(explore(fickle, 100)).rejects.toThrow('not repeatable');
  });
});
