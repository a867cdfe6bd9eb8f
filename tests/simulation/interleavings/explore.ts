import { hash } from 'node:crypto';
import type { Answer, HeldCall } from '../../../adapters/simulated/core-world.ts';
import { Random } from '../../../adapters/simulated/random.ts';
import { areIndependent, type Footprint, footprintOf, isOnlyNote } from './footprint.ts';
import { Future } from './future.ts';

/** One execution of the workers: calls arrive at its gate and wait to be let go. */
export interface Execution {
  /** Calls that wait, in the order in which they came. */
  readonly waiting: HeldCall[];
  /** Lets microtasks run until every worker waits at the gate or has ended. */
  settle(): Promise<void>;
  /** Everything outside of the workers, as a text: equal texts go on alike. */
  fingerprint(): string;
  /** Everything after the race: what follows from it, and what is wrong then. */
  finish(): Promise<readonly string[]>;
}

/** What an exploration came to. */
export interface Explored {
  /** Orders of the calls that can meet, each of which the states below stand for. */
  readonly interleavings: number;
  /** Different states that were met on the way: the world and what each worker has been told. */
  readonly states: number;
  /** Different worlds at the end of the race, each taken to its rest and judged. */
  readonly ends: number;
  /** Executions, each from the start, and those given up at a state met before. */
  readonly executions: number;
  readonly pruned: number;
  readonly failures: readonly { readonly schedule: string; readonly what: string }[];
}

/** A call, named by its worker and how many of his it is: the same in every execution that begins alike. */
interface Choice {
  readonly name: string;
  readonly who: string;
  readonly n: number;
  readonly footprint: Footprint;
}

/** A state on the path, and its calls that are tried one after the other. */
interface Node {
  readonly state: string;
  readonly choices: readonly Choice[];
  at: number;
  /** What the call that is tried was answered. */
  answer?: string;
}

/**
 * Tries every order of the workers' port calls, each execution from the same start. Two things are not tried again, because nobody could tell the difference:
 * a call that nothing which the others may still do can see goes at once and alone, and a state that was met before is not left a second time.
 * What others may still do is learned on the way; when something new was learned, all begins again with it, once as many executions again have taught nothing more.
 */
export async function explore(start: () => Promise<Execution>, executionsMax: number): Promise<Explored> {
  const future = new Future();
  for (let seed = 1; seed <= tastes; seed += 1) await taste(await start(), future, new Random(seed, 'interleavings'));
  for (let executions = tastes; ; ) {
    const exploration = new Exploration(start, future, executionsMax, executions);
    const explored = await exploration.run();
    if (explored !== undefined) return explored;
    executions = exploration.executions;
  }
}

/** Executions in an order of chance, to learn most of what workers may do before orders are tried one by one. */
const tastes = 40;

async function taste(execution: Execution, future: Future, random: Random): Promise<void> {
  const workers = new Workers(future);
  for (;;) {
    await execution.settle();
    const enabled = workers.name(execution.waiting);
    if (enabled.length === 0) return;
    const at = random.int(0, enabled.length - 1);
    const [call] = execution.waiting.splice(at, 1) as [HeldCall];
    await call.go();
  }
}

/** One pass over all orders, with what is known of the workers' futures at its begin. */
class Exploration {
  readonly #start: () => Promise<Execution>;
  readonly #future: Future;
  readonly #executionsMax: number;
  readonly #path: Node[] = [];
  /** States that follow from a state; none from an end. */
  readonly #next = new Map<string, Set<string>>();
  readonly #ends = new Set<string>();
  readonly #failures: { schedule: string; what: string }[] = [];
  #pruned = 0;
  /** Executions so far, those of earlier passes among them. */
  executions: number;

  constructor(start: () => Promise<Execution>, future: Future, executionsMax: number, executions: number) {
    this.#start = start;
    this.#future = future;
    this.#executionsMax = executionsMax;
    this.executions = executions;
  }

  /** Undefined when a worker did what none was known to do: what went alone before may have been seen by it. */
  async run(): Promise<Explored | undefined> {
    let root = '';
    const before = this.executions;
    let learnedAt: number | undefined;
    do {
      this.executions += 1;
      this.#future.grew = false;
      if (this.executions > this.#executionsMax) throw new RangeError(`more than ${this.#executionsMax} executions: the race is too wide to be tried whole`);
      const execution = await this.#start();
      const ended = await this.#follow(execution);
      if (this.#future.grew) learnedAt = this.executions;
      if (learnedAt !== undefined && this.executions - learnedAt >= learnedAt - before) return undefined;
      if (ended && learnedAt === undefined) await this.#judge(execution);
      root ||= this.#path[0]?.state ?? '';
    } while (this.#backtrack());
    if (learnedAt !== undefined) return undefined;
    const { executions } = this;
    return { interleavings: pathsFrom(root, this.#next), states: this.#next.size, ends: this.#ends.size, executions, pruned: this.#pruned, failures: this.#failures };
  }

  /** Runs one execution along the path and on with first choices; false when it comes to a state met before. */
  async #follow(execution: Execution): Promise<boolean> {
    const workers = new Workers(this.#future);
    for (let depth = 0; ; depth += 1) {
      await execution.settle();
      const enabled = workers.name(execution.waiting);
      let node = this.#path[depth];
      if (node === undefined) {
        const state = digest([workers.told(), ...execution.waiting.map(({ who, what }) => `${who} ${what}`).sort(), execution.fingerprint()].join('\n'));
        this.#link(state);
        if (this.#next.has(state)) {
          this.#pruned += 1;
          return false;
        }
        this.#next.set(state, new Set());
        if (enabled.length === 0) return true;
        const alone = enabled.find((call) => this.#isUnseen(call, enabled));
        node = { state, choices: alone === undefined ? enabled : [alone], at: 0 };
        this.#path.push(node);
      }
      const chosen = node.choices[node.at] as Choice;
      const at = enabled.findIndex((c) => c.name === chosen.name);
      if (at < 0) throw new RangeError(`the execution is not repeatable: ${chosen.name} does not come again`);
      const [call] = execution.waiting.splice(at, 1) as [HeldCall];
      const answer = await call.go();
      node.answer ??= answerOf(chosen, answer);
      workers.tell(chosen, node.answer);
    }
  }

  #link(state: string): void {
    const before = this.#path.at(-1);
    if (before !== undefined) this.#next.get(before.state)?.add(state);
  }

  /** Nothing that may happen before this call sees it: what the others still do, and what its own worker does beside it. */
  #isUnseen(call: Choice, enabled: readonly Choice[]): boolean {
    const own = enabled.filter((c) => c.who === call.who && c !== call);
    if (own.some((c) => !areIndependent(c.footprint, call.footprint))) return false;
    const ownNext = Math.max(call.n, ...own.map((c) => c.n)) + 1;
    if (own.length > 0 && !this.#future.isBlindTo(call.who, ownNext, call.footprint)) return false;
    const others = enabled.filter((c) => c.who !== call.who);
    return others.every((c) => this.#future.isBlindTo(c.who, c.n, call.footprint));
  }

  /** Judges an end; worlds that end alike are judged once. */
  async #judge(execution: Execution): Promise<void> {
    const end = digest(execution.fingerprint());
    if (this.#ends.has(end)) return;
    this.#ends.add(end);
    const schedule = this.#path.map((node) => node.choices[node.at]?.name).join(' ');
    for (const what of await execution.finish()) this.#failures.push({ schedule, what });
  }

  /** Goes back to the last state with a call that was not tried; false when there is none. */
  #backtrack(): boolean {
    for (let node = this.#path.at(-1); node !== undefined; node = this.#path.at(-1)) {
      node.at += 1;
      delete node.answer;
      if (node.at < node.choices.length) return true;
      this.#path.pop();
    }
    return false;
  }
}

/** The workers of one execution: their calls by name, and what each was told. Equal calls with equal answers make equal workers, since a worker waits for all that it asked at once. */
class Workers {
  readonly #future: Future;
  readonly #counts = new Map<string, number>();
  readonly #named = new Map<HeldCall, Choice>();
  readonly #told = new Map<string, string>();

  constructor(future: Future) {
    this.#future = future;
  }

  name(waiting: readonly HeldCall[]): readonly Choice[] {
    return waiting.map((call) => {
      const known = this.#named.get(call);
      if (known !== undefined) return known;
      const n = (this.#counts.get(call.who) ?? 0) + 1;
      this.#counts.set(call.who, n);
      const choice = { name: `${call.who}.${n}`, who: call.who, n, footprint: footprintOf(call.what) };
      this.#future.learn(call.who, n, choice.footprint);
      this.#named.set(call, choice);
      return choice;
    });
  }

  tell(choice: Choice, answer: string): void {
    this.#told.set(choice.name, answer);
  }

  /** What everybody was told so far. */
  told(): string {
    return [...this.#told]
      .map(([name, answer]) => `${name} ${answer}`)
      .sort()
      .join('\n');
  }
}

/** Whether a note was the first of its kind is not listened to; if it were, the next call would tell, and that is part of the state. */
function answerOf(choice: Choice, answer: Answer): string {
  if (isOnlyNote(choice.footprint)) return 'noted';
  return digest('error' in answer ? `! ${String(answer.error)}` : (JSON.stringify(answer.value) ?? ''));
}

/** How many ways lead from a state to an end. */
function pathsFrom(root: string, next: ReadonlyMap<string, ReadonlySet<string>>): number {
  const known = new Map<string, number>();
  const count = (state: string): number => {
    const seen = known.get(state);
    if (seen !== undefined) return seen;
    const after = [...(next.get(state) ?? [])];
    const ways = after.length === 0 ? 1 : after.reduce((sum, s) => sum + count(s), 0);
    known.set(state, ways);
    return ways;
  };
  return count(root);
}

const digest = (text: string): string => hash('sha1', text, 'base64');
