import { isoOf } from '../../model/time.ts';
import { canonicalType } from '../../model/types.ts';
import { labelOf } from '../entity.ts';
import type { Failure } from '../failure.ts';
import { readHealth } from '../health.ts';
import { readEntities } from '../store.ts';
import { type FailureFilter, type FailuresView, failureSamplesMax } from '../views/failures.ts';
import type { StatusView } from '../views/status.ts';
import type { World } from '../world.ts';
import { deadGroups } from './dead-letters.ts';
import { openFailures } from './failure-rows.ts';
import { todoOf, todoOfBlock } from './failure-todo.ts';
import { type Amount, amountOfEntity, sumAmounts } from './money-sum.ts';
import { waitingEntries } from './waiting-rows.ts';

type Group = FailuresView['groups'][number];

/** A failure with the money and the name of its record. */
interface Priced {
  readonly failure: Failure;
  readonly amount: Amount | undefined;
  readonly label: string | undefined;
}

/** Open failures by cause and connection: most money first, then most records. Connections that do not answer and dead letters are groups of their own. */
export async function failuresView(world: World, filter: FailureFilter): Promise<FailuresView> {
  const priced = await withMoney(world, await openFailures(world, filter));
  const groups = [...Map.groupBy(priced, ({ failure: f }) => `${f.connection}\n${f.cause}\n${f.kind}`).values()].map(groupOf);
  groups.push(
    ...(await blockedGroups(world, filter)),
    ...(await deadGroups(
      world,
      filter,
      priced.map((p) => p.failure),
    )),
  );
  groups.sort((a, b) => rank(b) - rank(a) || b.count - a.count || (a.cause < b.cause ? -1 : 1));
  return { open: groups.reduce((sum, g) => sum + g.count, 0), groups };
}

/** A blocked connection holds up everything behind it; then comes money; then what is lost without a person. */
function rank(group: Group): number {
  return (group.kind === 'blocked' ? 4 : 0) + (group.atRisk.length > 0 ? 2 : 0) + (group.kind === 'dead-lettered' ? 1 : 0);
}

/** The totals that status shows: the same failures, summed over all causes; the money of a record counts once. */
export async function failureTotals(world: World): Promise<StatusView['failures']> {
  const priced = await withMoney(world, await openFailures(world, {}));
  const rest = [
    ...(await blockedGroups(world, {})),
    ...(await deadGroups(
      world,
      {},
      priced.map((p) => p.failure),
    )),
  ];
  const causes = new Set(priced.map(({ failure: f }) => `${f.connection}\n${f.cause}\n${f.kind}`));
  const open = rest.reduce((sum, g) => sum + g.count, priced.length);
  return { open, causes: causes.size + rest.length, atRisk: atRisk(priced) };
}

async function withMoney(world: World, failures: readonly Failure[]): Promise<readonly Priced[]> {
  const unknown = failures.filter((f) => f.amount === undefined && f.entity !== undefined).map((f) => f.entity as string);
  const entities = await readEntities(world, unknown);
  return failures.map((failure) => {
    const entity = failure.entity === undefined ? undefined : entities.get(failure.entity)?.value;
    if (entity === undefined) return { failure, amount: failure.amount, label: failure.label };
    return { failure, amount: failure.amount ?? amountOfEntity(entity), label: failure.label ?? (labelOf(entity, canonicalType(entity.type).label) || undefined) };
  });
}

/** The same money is at risk once, however many of its fields or targets fail. */
function atRisk(all: readonly Priced[]): Amount[] {
  const once = new Map<string, Amount>();
  for (const { failure: f, amount } of all) if (amount !== undefined) once.set(f.entity ?? recordOf(f), amount);
  return sumAmounts([...once.values()]);
}

function recordOf(f: Failure): string {
  return `${f.connection}/${f.stream}/${f.record}`;
}

function groupOf(all: readonly Priced[]): Group {
  const sorted = all.toSorted((a, b) => a.failure.since - b.failure.since);
  const [first] = sorted as [Priced];
  const last = all.reduce((a, b) => (b.failure.latest > a.failure.latest ? b : a));
  const { cause, kind, connection, stream } = first.failure;
  const oneStream = all.every(({ failure }) => failure.stream === stream);
  return {
    cause,
    kind,
    connection,
    ...(oneStream ? { stream } : {}),
    reason: last.failure.reason,
    todo: todoOf(cause, connection),
    count: all.length,
    atRisk: atRisk(all),
    since: isoOf(first.failure.since),
    latest: isoOf(last.failure.latest),
    samples: sorted.slice(0, failureSamplesMax).map(sampleOf),
  };
}

function sampleOf({ failure: f, amount, label }: Priced): Group['samples'][number] {
  const { entity, field, reason, tries } = f;
  return { record: recordOf(f), entity, label, field, reason, since: isoOf(f.since), tries, amount };
}

/** Connections that do not answer, with the work that waits for them. */
async function blockedGroups(world: World, filter: FailureFilter): Promise<Group[]> {
  if (filter.record !== undefined || filter.stream !== undefined) return [];
  const groups: Group[] = [];
  for (const { name } of world.config.connections) {
    if (filter.connection !== undefined && filter.connection !== name) continue;
    const { health } = await readHealth(world, name);
    const { fault } = health;
    if (health.state !== 'blocked' || fault === undefined) continue;
    const cause = `connection.${fault.kind}.${fault.code}`;
    if (filter.cause !== undefined && filter.cause !== cause) continue;
    const waiting = (await waitingEntries(world, name)).filter((e) => e.why === 'connection').length;
    const since = isoOf(health.since);
    groups.push({
      cause,
      kind: 'blocked',
      connection: name,
      reason: fault.message,
      todo: todoOfBlock(fault.kind, name),
      count: Math.max(1, waiting),
      atRisk: [],
      since,
      latest: since,
      samples: [],
    });
  }
  return groups;
}
