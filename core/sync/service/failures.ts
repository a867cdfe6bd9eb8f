import type { Sentence } from '../../model/error.ts';
import { addMoney, decimalOf, type Money, moneyFrom } from '../../model/money.ts';
import { isoOf } from '../../model/time.ts';
import type { Failure } from '../failure.ts';
import { type FailureFilter, type FailuresView, failureSamplesMax } from '../views/failures.ts';
import type { World } from '../world.ts';
import { failingConnections, failuresAt, failuresCountedMax } from './failure-list.ts';
import { readItems } from './scan-list.ts';

type Amounts = FailuresView['groups'][number]['atRisk'];

/** Open failures that a filter means; at most {@link failuresCountedMax} per connection. */
export async function openFailures(world: World, filter: FailureFilter): Promise<readonly Failure[]> {
  const connections = failingConnections(world).filter((name) => filter.connection === undefined || filter.connection === name);
  const found: Failure[] = [];
  for (const connection of connections) {
    const entries = (await failuresAt(world, connection)).filter(
      (entry) => (filter.cause === undefined || entry.cause === filter.cause) && (filter.stream === undefined || entry.stream === filter.stream),
    );
    for (const item of await readItems(world, entries.slice(0, failuresCountedMax))) {
      if (item === undefined) continue;
      const failure = item.body as unknown as Failure;
      if (filter.record === undefined || filter.record === `${failure.connection}/${failure.stream}/${failure.record}`) found.push(failure);
    }
  }
  return found;
}

/** Failures by cause and connection, most money first, then most records. */
export async function failuresView(world: World, filter: FailureFilter): Promise<FailuresView> {
  const all = await openFailures(world, filter);
  const groups = [...Map.groupBy(all, (f) => `${f.connection}\n${f.stream}\n${f.cause}`).values()].map(groupOf);
  groups.sort((a, b) => b.atRisk.length - a.atRisk.length || b.count - a.count);
  return { open: all.length, groups };
}

/** The sum of the records' money, per currency. */
export function atRiskOf(failures: readonly Failure[]): Amounts {
  const sums = new Map<string, Money>();
  const seen = new Set<string>();
  for (const { amount, connection, stream, record } of failures) {
    const name = `${connection}/${stream}/${record}`;
    const money = amount === undefined || seen.has(name) ? undefined : moneyFrom(amount.amount, amount.currency);
    if (money === undefined) continue;
    seen.add(name); // a record that fails for two causes is at risk once
    const before = sums.get(money.currency);
    sums.set(money.currency, before === undefined ? money : addMoney(before, money));
  }
  return [...sums.values()].map((money) => ({ amount: decimalOf(money), currency: money.currency }));
}

function groupOf(failures: readonly Failure[]): FailuresView['groups'][number] {
  const sorted = [...failures].sort((a, b) => a.since - b.since);
  const first = sorted[0] as Failure;
  return {
    cause: first.cause,
    kind: first.kind,
    connection: first.connection,
    stream: first.stream,
    reason: first.reason,
    todo: todoOf(first),
    count: failures.length,
    atRisk: atRiskOf(failures),
    since: isoOf(first.since),
    latest: isoOf(Math.max(...failures.map((f) => f.latest))),
    samples: sorted.slice(0, failureSamplesMax).map(({ connection, stream, record, entity, label, field, reason, since, tries, amount }) => ({
      record: `${connection}/${stream}/${record}`,
      entity,
      label,
      field,
      reason,
      since: isoOf(since),
      tries,
      amount,
    })),
  };
}

function todoOf({ cause, connection, kind }: Failure): Sentence {
  if (cause.startsWith('row.')) return { en: `Correct the row in ${connection}; the next pass reads it again.`, zh: `请在 ${connection} 中更正该行，下次读取时会重新处理。` };
  if (cause.startsWith('read.'))
    return {
      en: `Correct the value in ${connection}, or teach the mapping to read it. The other fields go on.`,
      zh: `请在 ${connection} 中更正该值，或让映射能识别它。其他字段照常同步。`,
    };
  if (cause.startsWith('wait.')) return { en: 'Bring the record it waits for; it then goes on by itself.', zh: '请同步其等待的记录，之后会自动继续。' };
  if (kind === 'dead-lettered') return { en: 'Repair what it says, then: syncline retry', zh: '修复所述问题后执行：syncline retry' };
  return {
    en: `Correct the value, or what ${connection} refuses, then: syncline retry --cause ${cause}`,
    zh: `更正该值或 ${connection} 的限制后执行：syncline retry --cause ${cause}`,
  };
}
