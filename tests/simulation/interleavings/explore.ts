import { hash } from 'node:crypto';
import type { Answer, HeldCall } from '../../../adapters/simulated/core-world.ts';
import { Random } from '../../../adapters/simulated/random.ts';
import { areIndependent, type Footprint, footprintOf, isOnlyNote } from './footprint.ts';
import { Future } from './future.ts';
import { StateGraph } from './state-graph.ts';

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

/** A state that was left, and how it was reached first. */
interface Place {
  readonly state: string;
  /** All calls that wait there. */
  readonly enabled: readonly Choice[];
  /** Undefined at the start. */
  readonly from: { readonly place: Place; readonly by: Choice } | undefined;
  /** The one that goes alone, as far as is known. */
  readonly alone: Choice | undefined;
}

/** A place on the path, and its calls that are tried one after the other. */
interface Node {
  readonly place: Place;
  readonly choices: readonly Choice[];
  at: number;
  /** What the call that is tried was answered. */
  answer?: string;
}

/**
 * Tries every order of the workers' port calls, each execution from the same start. Three things are not tried again, because nobody could tell the difference:
 * a call that nothing which the others may still do can see goes at once and alone, a state that was met before is not left a second time,
 * and of two calls of two workers that touch nothing in common the second order is known to lead where the first one led.
 * What others may still do is learned on the way, at first by `tastes` executions in an order of chance; where a call went alone that somebody turns out to see, others are tried, too.
 */
export async function explore(start: () => Promise<Execution>, executionsMax: number, tastes: number = tastesUsual): Promise<Explored> {
  const future = new Future();
  for (let seed = 1; seed <= tastes; seed += 1) await taste(await start(), future, new Random(seed, 'interleavings'));
  return new Exploration(start, future, executionsMax, tastes).run();
}

/** So many teach most of what workers may do: what is learned later is tried beside what went alone before. */
const tastesUsual = 40;

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

/** All orders, with what is known of the workers' futures. */
class Exploration {
  readonly #start: () => Promise<Execution>;
  readonly #future: Future;
  readonly #executionsMax: number;
  readonly #graph = new StateGraph();
  readonly #ends = new Set<string>();
  readonly #failures: { schedule: string; what: string }[] = [];
  #path: Node[] = [];
  /** Where a call went alone, and where it should not have. */
  #alone: Place[] = [];
  #notAlone: Place[] = [];
  #pruned = 0;
  #executions: number;

  constructor(start: () => Promise<Execution>, future: Future, executionsMax: number, executions: number) {
    this.#start = start;
    this.#future = future;
    this.#executionsMax = executionsMax;
    this.#executions = executions;
  }

  async run(): Promise<Explored> {
    let root = '';
    do {
      this.#executions += 1;
      if (this.#executions > this.#executionsMax) throw new RangeError(`more than ${this.#executionsMax} executions: the race is too wide to be tried whole`);
      const execution = await this.#start();
      if (await this.#follow(execution)) await this.#judge(execution);
      root ||= this.#path[0]?.place.state ?? '';
    } while (this.#backtrack() || this.#reopen());
    return {
      interleavings: this.#graph.ways(root),
      states: this.#graph.size,
      ends: this.#ends.size,
      executions: this.#executions,
      pruned: this.#pruned,
      failures: this.#failures,
    };
  }

  /** Runs one execution along the path and on with first choices; false when it comes to a state met before, or to one whose calls all lead to such. */
  async #follow(execution: Execution): Promise<boolean> {
    const workers = new Workers(this.#future);
    for (let depth = 0; ; depth += 1) {
      await execution.settle();
      const enabled = workers.name(execution.waiting);
      let node = this.#path[depth];
      if (node === undefined) {
        const state = digest([workers.told(), ...execution.waiting.map(({ who, what }) => `${who} ${what}`).sort(), execution.fingerprint()].join('\n'));
        node = this.#arrive(state, enabled);
        if (node === undefined) return false;
        if (enabled.length === 0) return true;
        this.#path.push(node);
        if (node.choices.length === 0) return false;
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

  /** A state that follows from the path, with the calls to be tried there; undefined when it was met before. */
  #arrive(state: string, enabled: readonly Choice[]): Node | undefined {
    const before = this.#path.at(-1);
    const from = before === undefined ? undefined : { place: before.place, by: before.choices[before.at] as Choice };
    if (from !== undefined) this.#graph.link(from.place.state, from.by.name, state);
    if (this.#graph.has(state)) {
      this.#pruned += 1;
      return undefined;
    }
    this.#graph.add(state);
    return this.#leave({ state, enabled, from, alone: enabled.find((call) => this.#isUnseen(call, enabled)) });
  }

  /** The calls of a place that must be tried, as far as is known, and were not yet. */
  #leave(place: Place): Node {
    const { state, enabled, alone } = place;
    if (alone !== undefined) this.#alone.push(place);
    const choices = alone === undefined ? enabled : [alone];
    return { place, choices: choices.filter((call) => this.#graph.after(state, [call.name]) === undefined && !this.#isKnown(place, call)), at: 0 };
  }

  /**
   * Of two calls of two workers that touch nothing in common nobody can tell which was first, and where they lead may be known:
   *
   *   earlier ── call ──▶ · ──── by ──▶ known
   *      └────── by ──▶ place ── call ──▶ the same
   */
  #isKnown({ state, from }: Place, call: Choice): boolean {
    if (from === undefined || call.who === from.by.who || !areIndependent(call.footprint, from.by.footprint)) return false;
    const known = this.#graph.after(from.place.state, [call.name, from.by.name]);
    if (known !== undefined) this.#graph.link(state, call.name, known);
    return known !== undefined;
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

  /** Goes to a place where a call went alone that somebody may see after all, as has been learned since, and tries others there; false when there is none. */
  #reopen(): boolean {
    if (this.#notAlone.length === 0 && this.#future.grew) {
      this.#future.grew = false;
      const isStill = Map.groupBy(this.#alone, ({ alone, enabled }) => this.#isUnseen(alone as Choice, enabled));
      [this.#alone, this.#notAlone] = [isStill.get(true) ?? [], isStill.get(false) ?? []];
    }
    for (let place = this.#notAlone.pop(); place !== undefined; place = this.#notAlone.pop()) {
      const { enabled } = place;
      const node = this.#leave({ ...place, alone: enabled.find((call) => this.#isUnseen(call, enabled)) });
      if (node.choices.length === 0) continue;
      this.#path = [...pathTo(place), node];
      return true;
    }
    return this.#future.grew && this.#alone.length > 0 ? this.#reopen() : false;
  }
}

/** The path by which a place was reached first. */
function pathTo({ from }: Place): Node[] {
  return from === undefined ? [] : [...pathTo(from.place), { place: from.place, choices: [from.by], at: 0 }];
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

const digest = (text: string): string => hash('sha1', text, 'base64');
