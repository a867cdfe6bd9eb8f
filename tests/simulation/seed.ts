import { minuteMs } from '../../core/model/time.ts';
import { release } from '../../core/sync/answers/switch.ts';
import { startAudit } from '../../core/sync/audit-state.ts';
import { readHealth } from '../../core/sync/health.ts';
import { readRoute } from '../../core/sync/route-state.ts';
import { readStreamState } from '../../core/sync/stream-state.ts';
import { isErasing, tellsOfErased } from './erasing.ts';
import { account, drain, facts, history } from './oracle/books.ts';
import { converge } from './oracle/converge.ts';
import { lost, policy } from './oracle/edits.ts';
import { erased } from './oracle/erased.ts';
import { frozen } from './oracle/frozen.ts';
import { joined } from './oracle/joined.ts';
import { leak } from './oracle/leak.ts';
import { type Moment, momentOf, quiet } from './oracle/quiet.ts';
import { blind, booksOf, cursors, duplicates, forgery, links } from './oracle/records.ts';
import { resurrected } from './oracle/resurrected.ts';
import { blame, retries } from './oracle/retries.ts';
import { type Excused, noExcuses, type Violation } from './oracle/violation.ts';
import { persist, play, thawAll } from './play.ts';
import { losesChanges, type Scenario } from './scenario.ts';
import { type Setup, setUp } from './setup.ts';
import { type Snapshot, snapshotOf } from './snapshot.ts';

/** What one seed came to. */
export interface SeedResult {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly excused: Excused;
  readonly edits: number;
  readonly writes: number;
  readonly steps: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly sometimes: Readonly<Record<string, number>>;
  readonly trace: readonly string[];
}

/** How a seed is run. */
export interface RunOptions {
  /** Lines of the trace to keep. */
  readonly traceLines?: number;
  /** The audit never runs: whatever it would repair must not be needed. */
  readonly noAudit?: boolean;
  /** Shown the world at the end, for whoever looks for a cause. */
  readonly dump?: (setup: Setup, snapshot: Snapshot) => void | Promise<void>;
}

/** After everything heals, the world gets this long: two sweeps, the longest delay of a message, one more look. */
const calmMs = 10 * minuteMs;
/** By then a system that answers again is noticed: the longest wait between two canaries, by a clock that may be set back meanwhile, and two ticks. */
const recoveryMs = 17 * minuteMs;
/** By then an erasure that stands still is taken up: its longest wait between two steps, stored by a clock that was ahead, ten minutes more (docs/operate.md), and two ticks. */
const resumedMs = 32 * minuteMs;
/** Then nothing may be written for this long, while everything is read again. */
const quietMs = 3 * minuteMs;
/** So many quiet times may pass until writing ends. */
const settleTries = 4;
/** From here on an outage is one of hours. */
const hoursMs = 2 * 60 * minuteMs;
/** More steps per virtual minute than this is a storm. */
const stepsPerMinuteMax = 6_000;
/** And more than this in each further minute, while an erasure waits up to six hours for a create without an answer: only passes over what is at rest. */
const waitingStepsPerMinuteMax = 600;

/** Runs a scenario: people work under faults, then all heals, then everything must agree and stay quiet. */
export async function runScenario(scenario: Scenario, options: RunOptions = {}): Promise<SeedResult> {
  const setup = setUp(scenario, options.traceLines);
  const { sim, sometimes } = setup;
  const excused = noExcuses();
  const violations: Violation[] = [];
  const began = sim.now();
  play(setup);
  try {
    await sim.run(began + scenario.workMs);
    await heal(setup, options);
    const since = await expectQuiet(setup, violations);
    const snapshot = await snapshotOf(setup);
    await options.dump?.(setup, snapshot);
    violations.push(
      ...quiet(setup, snapshot, since, excused),
      ...drain(setup, snapshot),
      ...converge(setup, snapshot, excused),
      ...duplicates(setup, snapshot, excused),
      ...resurrected(setup, snapshot, excused),
      ...joined(setup, snapshot),
      ...links(snapshot),
      ...forgery(setup, snapshot),
      ...frozen(setup),
      ...lost(setup, snapshot, excused),
    );
    violations.push(
      ...policy(setup, snapshot, excused),
      ...blind(setup),
      ...cursors(setup),
      ...account(snapshot),
      ...history(setup, snapshot),
      ...facts(setup, snapshot),
      ...leak(setup, snapshot),
      ...retries(setup),
      ...blame(setup),
      ...erased(setup, snapshot, excused),
    );
  } catch (error) {
    violations.push({ oracle: 'drain', what: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
  const minutes = (scenario.workMs + calmMs) / minuteMs;
  const waited = isErasing(scenario) ? Math.max(0, (sim.now() - began - (scenario.offMs ?? 0)) / minuteMs - minutes) : 0;
  if (sim.steps > minutes * stepsPerMinuteMax + waited * waitingStepsPerMinuteMax) violations.push({ oracle: 'storm', what: `${sim.steps} steps in ${minutes} minutes` });
  for (const { book } of booksOf(setup)) sometimes.count('a 412 was hit', book.conflicts);
  const besides = Object.values(setup.neighbours).reduce((n, vendor) => n + vendor.book('customers').writes, 0);
  sometimes.count('a second workspace was delivered to beside the first', besides > 0 ? 1 : 0);
  return {
    seed: scenario.seed,
    violations,
    excused,
    edits: booksOf(setup).reduce((n, { book }) => n + book.edits.length, 0),
    writes: booksOf(setup).reduce((n, { book }) => n + book.writes, 0),
    steps: sim.steps,
    faults: sim.faults(),
    sometimes: sometimes.counts(),
    trace: sim.trace(options.traceLines ?? 50),
  };
}

/** Ends all faults and outages; people decide what waits for them; dead letters go again. */
async function heal(setup: Setup, options: RunOptions): Promise<void> {
  const { sim, vendors, sometimes, scenario } = setup;
  if (scenario.offMs !== undefined) {
    sim.crashAll();
    sim.sleep(scenario.offMs);
  }
  sim.heal();
  for (const vendor of Object.values(vendors)) {
    vendor.comeBack(sim.now());
    vendor.hides = { share: 0, until: 0 };
    sometimes.count('a system was away for hours', vendor.outages.filter(({ from, until }) => until - from > hoursMs).length);
  }
  await awaitAnswers(setup);
  if (scenario.unapproved !== true) persist(setup, 'thaw', (ports) => thawAll(setup, ports));
  const ages = sim.redriveAll();
  sometimes.count('a dead letter was redriven', ages.length);
  sometimes.count('a dead letter of days ago was redriven', ages.filter((age) => age > 24 * 60 * minuteMs).length);
  const half = calmMs / 2;
  await sim.run(sim.now() + half);
  await releaseBrakes(setup);
  if (losesChanges(scenario) && options.noAudit !== true) await audit(setup);
  sim.redriveAll();
  await sim.run(sim.now() + half);
  await sim.run('idle');
  await awaitErasures(setup);
}

/** An erasure whose message is lost stands still, though nothing is left to do: the tick takes it up. */
async function awaitErasures({ sim, erasing, sometimes }: Setup): Promise<void> {
  if (erasing.isGoingOn) sometimes.count('an erasure stood still');
  const until = sim.now() + resumedMs;
  while (erasing.isGoingOn && sim.now() <= until) {
    await sim.run(sim.now() + minuteMs);
    await sim.run('idle');
  }
}

/** Systems that were away are asked again, each after its wait. */
async function awaitAnswers({ sim, worldOf }: Setup): Promise<void> {
  const blocked = (): Promise<string[]> =>
    sim.drive(async (ports) => {
      const world = worldOf(ports);
      const states = await Promise.all(
        world.config.connections.map(async ({ name, streams }) => {
          const paused = await Promise.all(streams.map(async (stream) => (await readStreamState(world, name, stream.name)).state.paused !== undefined));
          return { name, isStopped: paused.every(Boolean), ...(await readHealth(world, name)).health };
        }),
      );
      // One that brakes have stopped is asked when a person lets it go on.
      return states.filter(({ state, isStopped }) => state === 'blocked' && !isStopped).map(({ name }) => name);
    });
  const until = sim.now() + recoveryMs;
  while ((await blocked()).length > 0) {
    if (sim.now() > until) throw new Error(`${(await blocked()).join(', ')} answered ${recoveryMs / minuteMs} minutes ago, and nobody has noticed`);
    await sim.run(sim.now() + minuteMs);
  }
}

/** A person looks at what the brakes stopped and lets it go on. */
async function releaseBrakes(setup: Setup): Promise<void> {
  const released = await setup.sim.drive(async (ports) => {
    const world = setup.worldOf(ports);
    let count = 0;
    for (const route of world.config.routes) {
      const { connection, stream } = route.to;
      const paused = (await readStreamState(world, connection, stream)).state.paused !== undefined;
      if ((await readRoute(world, route.name)).state.state !== 'paused' && !paused) continue;
      await release(world, route.name, { id: 'p_it', name: 'it' });
      count += 1;
    }
    return count;
  });
  setup.sometimes.count('a person released a brake', released);
}

async function audit(setup: Setup): Promise<void> {
  const { sim, sometimes } = setup;
  await sim.drive((ports) => startAudit(setup.worldOf(ports), 'p_it'));
  await sim.run('idle');
  const found = await snapshotOf(setup);
  for (const item of found.items) if (item.kind === 'audit') sometimes.count('an audit announced what a gap had swallowed', Number(item.body['incidents']));
}

/** Writing ends: a workflow that fights back may take a while to be recognised, an echo loop never ends. Then old messages come again, everything is read again, and nothing at all is written. */
async function expectQuiet(setup: Setup, violations: Violation[]): Promise<Moment> {
  const { sim, old, sometimes } = setup;
  const writesWithin = async (): Promise<number> => {
    const before = momentOf(setup);
    await sim.run(sim.now() + quietMs);
    await sim.run('idle');
    return momentOf(setup).writes - before.writes;
  };
  for (let tries = 0; (await writesWithin()) > 0; tries += 1) {
    if (tries < settleTries) continue;
    violations.push({ oracle: 'quiet', what: 'vendor writes go on and on although nobody edits' });
    return momentOf(setup);
  }
  const since = momentOf(setup);
  for (const { queue, message } of old) sim.inject(queue, message);
  sometimes.count('an old message came again', old.length);
  sometimes.count('an old message told of an erased person', old.filter(({ message }) => tellsOfErased(setup, message.body)).length);
  await writesWithin();
  return since;
}
