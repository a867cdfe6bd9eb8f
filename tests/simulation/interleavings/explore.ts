import type { HeldCall } from '../../../adapters/simulated/core-world.ts';
import { areIndependent, type Footprint, footprintOf } from './footprint.ts';

/** One execution of the workers: calls arrive at its gate and wait to be let go. */
export interface Execution {
  /** Calls that wait, in the order in which they came. */
  readonly waiting: HeldCall[];
  /** Lets microtasks run until every worker waits at the gate or has ended. */
  settle(): Promise<void>;
  /** Everything after the race: what follows from it, and what is wrong then. */
  finish(): Promise<readonly string[]>;
}

/** What an exploration came to. */
export interface Explored {
  /** Complete executions, one of each set that differs only in the order of calls that do not touch the same thing. */
  readonly interleavings: number;
  /** Executions given up halfway because all that was left had been tried in another order. */
  readonly pruned: number;
  readonly calls: number;
  readonly failures: readonly { readonly schedule: string; readonly what: string }[];
}

/** A call, named by its worker and how many of his it is: the same in every execution that begins alike. */
interface Choice {
  readonly name: string;
  readonly footprint: Footprint;
}

interface Node {
  readonly enabled: readonly Choice[];
  /** Calls that need not be tried here: an execution that begins with them is the same as one tried before. */
  readonly asleep: Map<string, Choice>;
  chosen: Choice;
}

/** Tries every order of the workers' port calls (sleep sets: of orders that nobody could tell apart, one). Each execution starts from the same state. */
export async function explore(start: () => Promise<Execution>, executionsMax: number): Promise<Explored> {
  const path: Node[] = [];
  let [interleavings, pruned, calls] = [0, 0, 0];
  const failures: { schedule: string; what: string }[] = [];
  do {
    const execution = await start();
    const complete = await follow(execution, path);
    calls += path.length;
    if (complete) {
      interleavings += 1;
      for (const what of await execution.finish()) failures.push({ schedule: path.map((n) => n.chosen.name).join(' '), what });
    } else pruned += 1;
    if (interleavings + pruned > executionsMax) throw new RangeError(`more than ${executionsMax} executions: the race is too wide to be tried whole`);
  } while (backtrack(path));
  return { interleavings, pruned, calls, failures };
}

/** Runs one execution along the path and on with first choices; false when all that could go on sleeps. */
async function follow(execution: Execution, path: Node[]): Promise<boolean> {
  const counts = new Map<string, number>();
  const named = new Map<HeldCall, Choice>();
  const nameAll = (): Choice[] =>
    execution.waiting.map((call) => {
      const known = named.get(call);
      if (known !== undefined) return known;
      const n = (counts.get(call.who) ?? 0) + 1;
      counts.set(call.who, n);
      const choice = { name: `${call.who}.${n}`, footprint: footprintOf(call.what) };
      named.set(call, choice);
      return choice;
    });
  for (let depth = 0; ; depth += 1) {
    await execution.settle();
    const enabled = nameAll();
    if (enabled.length === 0) return true;
    let node = path[depth];
    if (node === undefined) {
      const asleep = sleepersAfter(path[depth - 1]);
      const chosen = enabled.find((c) => !asleep.has(c.name));
      if (chosen === undefined) return false;
      node = { enabled, asleep, chosen };
      path.push(node);
    }
    const at = enabled.findIndex((c) => c.name === node.chosen.name);
    if (at < 0) throw new RangeError(`the execution is not repeatable: ${node.chosen.name} does not come again`);
    const [call] = execution.waiting.splice(at, 1);
    (call as HeldCall).go();
  }
}

function sleepersAfter(before: Node | undefined): Map<string, Choice> {
  if (before === undefined) return new Map();
  return new Map([...before.asleep].filter(([, c]) => areIndependent(c.footprint, before.chosen.footprint)));
}

/** Goes back to the last choice that has an alternative; false when there is none. */
function backtrack(path: Node[]): boolean {
  for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
    node.asleep.set(node.chosen.name, node.chosen);
    const { asleep } = node;
    const next = node.enabled.find((c) => !asleep.has(c.name));
    if (next !== undefined) {
      node.chosen = next;
      return true;
    }
    path.pop();
  }
  return false;
}
