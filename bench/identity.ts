/** `node --max-old-space-size=8192 --max-semi-space-size=64 bench/identity.ts [records] [--check] [--json]`: cost of resolving one record as the number of known records grows: key and entity items read, and processor time of this thread (what other processes do to the clock does not count), mean, p50 and p99 over the last 10,000 records before each mark; processor time is told in ticks of 4 ms by many systems, so it is taken over 200 records at a time and told per record. One record in a hundred has the switchboard's number, one in two hundred the office mailbox. Ends with 1 when a record reads more than {@link keysMax} keys or {@link entitiesMax} entities in the mean at any mark. `--check` stops at 50,000. */
import { IdentityEngine } from '../core/identity/engine.ts';
import { scoredResolver } from '../core/identity/scored.ts';
import { refOf, workspace } from '../core/model/ids.ts';
import type { Canon } from '../core/ports/mapping.ts';
import { Dice } from '../tests/eval/identity-random.ts';
import { syntheticPersons } from '../tests/eval/identity-synthetic-persons.ts';

const isCheck = process.argv.includes('--check');
const marks = isCheck ? [10_000, 50_000] : [10_000, 30_000, 100_000, 300_000, 1_000_000];
const windowRecords = 10_000;
const recordsPerReading = 200;
const batchRecords = 10_000;
/** Bars: keys and entities read per record, mean, at any number of known records. */
const keysMax = 6;
const entitiesMax = 2;
const recordsMax = Number(process.argv.slice(2).find((a) => /^\d+$/.test(a)) ?? marks.at(-1));

interface Cost {
  readonly keys: number;
  readonly entities: number;
  readonly hot: boolean;
}

const percentile = (values: readonly number[], share: number): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
const spread = (values: readonly number[]): { mean: number; p50: number; p99: number } => ({
  mean: values.reduce((a, b) => a + b, 0) / Math.max(1, values.length),
  p50: percentile(values, 0.5),
  p99: percentile(values, 0.99),
});

function withHotValues(fields: ReadonlyMap<string, Canon>, dice: Dice): { fields: ReadonlyMap<string, Canon>; hot: boolean } {
  const [switchboard, office] = [dice.chance(0.01), dice.chance(0.005)];
  if (!switchboard && !office) return { fields, hot: false };
  return {
    hot: true,
    fields: new Map([...fields, ...(switchboard ? [['phones:+13125550100', true] as const] : []), ...(office ? [['emails:office@bigfirm.example.com', true] as const] : [])]),
  };
}

const resolver = scoredResolver({ sameStream: () => 'free' });
const engine = new IdentityEngine({ resolver, type: 'person', workspace: workspace('bench') });
const dice = new Dice(2026);
const last: Cost[] = [];
const readings: number[] = [];
const rows: ReturnType<typeof report>[] = [];
let known = 0;
for (let batch = 0; known < recordsMax; batch += 1) {
  const records = syntheticPersons(batchRecords, new Dice(90_000 + batch))
    .slice(0, Math.min(batchRecords, recordsMax - known))
    .map((record) => ({ ref: refOf('bench', 'people', `${batch}-${record.id}`), ...withHotValues(record.fields, dice) }));
  for (let at = 0; at < records.length; at += recordsPerReading) {
    const started = process.threadCpuUsage();
    const some = records
      .slice(at, at + recordsPerReading)
      .map(({ ref, fields, hot }) => ({ ...engine.add(ref, resolver.features('person', fields, { country: 'US' })).reads, hot }));
    const { user, system } = process.threadCpuUsage(started);
    readings.push((user + system) / some.length);
    last.push(...some);
  }
  known += records.length;
  last.splice(0, Math.max(0, last.length - windowRecords));
  readings.splice(0, Math.max(0, readings.length - windowRecords / recordsPerReading));
  if (marks.includes(known) || known === recordsMax) rows.push(report());
}

function report() {
  const hot = last.filter((c) => c.hot);
  const row = {
    records: known,
    keys: spread(last.map((c) => c.keys)),
    entities: spread(last.map((c) => c.entities)),
    microseconds: spread(readings),
    hotEntities: spread(hot.map((c) => c.entities)),
    keysKept: engine.store.keys.size,
    genericKeys: engine.store.keys.generic,
    rssMegabytes: Math.round(process.memoryUsage().rss / 1e6),
  };
  const show = (s: { mean: number; p50: number; p99: number }): string => `${s.mean.toFixed(1)} / ${s.p50.toFixed(0)} / ${s.p99.toFixed(0)}`;
  if (!process.argv.includes('--json'))
    console.log(
      `${String(known).padStart(9)} records  keys ${show(row.keys)}  entities ${show(row.entities)}  CPU µs ${show(row.microseconds)}  entities of hot records ${show(row.hotEntities)}  generic ${row.genericKeys} of ${row.keysKept} keys  ${row.rssMegabytes} MB   (mean / p50 / p99)`,
    );
  return row;
}

if (process.argv.includes('--json')) console.log(JSON.stringify({ model: resolver.model, rows }, null, 2));

const missed = rows.filter((row) => row.keys.mean > keysMax || row.entities.mean > entitiesMax);
if (!process.argv.includes('--json')) console.log(`${missed.length === 0 ? 'ok  ' : 'FAIL'} at most ${keysMax} keys and ${entitiesMax} entities read per record at every mark`);
if (missed.length > 0) process.exitCode = 1;
