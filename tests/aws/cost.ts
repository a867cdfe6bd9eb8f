import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Io } from '../../cli/io.ts';
import { painter } from '../../cli/output/paint.ts';
import { run } from '../../cli/run.ts';
import { functionSpecs } from '../../infra/functions.ts';
import { prices, pricesDate } from '../../infra/prices.ts';
import { openTestWorkspace, type TestWorkspace, workspaceFolder } from '../integration/harness.ts';

/** `npm run cost -- --records 1e6 --changed 0.1`: counts units, messages and calls of a real run over generated customers (one source, one target), and prices them. */
const { values } = parseArgs({ options: { records: { type: 'string', default: '1e6' }, changed: { type: 'string', default: '0.1' }, sample: { type: 'string', default: '400' } } });
const [records, changed, sample] = [Number(values.records), Number(values.changed), Number(values.sample)];

/** Messages of one call: what SQS hands over at once. */
const batch = 10;

interface Counts {
  readonly read: number;
  readonly write: number;
  readonly messages: number;
  readonly packs: number;
  readonly cpuMs: number;
}

async function count(workspace: TestWorkspace, counters: { messages: number; packs: number }): Promise<Counts> {
  workspace.store.meter?.reset();
  Object.assign(counters, { messages: 0, packs: 0 });
  const before = process.cpuUsage();
  await workspace.sync();
  const { user, system } = process.cpuUsage(before);
  const { read, write } = workspace.store.meter?.report() ?? { read: 0, write: 0 };
  return { read, write, ...counters, cpuMs: (user + system) / 1_000 };
}

/** Counts what the product sends, where it hands it over. */
function counting(workspace: TestWorkspace): { messages: number; packs: number } {
  const counters = { messages: 0, packs: 0 };
  for (const queue of Object.values(workspace.store.queues)) {
    const { send } = queue;
    queue.send = (messages) => {
      counters.messages += messages.length;
      return send(messages);
    };
  }
  const { bus } = workspace.store;
  const publish = bus.publish.bind(bus);
  bus.publish = (packs) => {
    counters.packs += packs.length;
    return publish(packs);
  };
  return counters;
}

function dollars(counts: Counts): number {
  const calls = counts.messages / batch;
  const requests = (counts.messages / batch) * 3; // sent, received, deleted
  const gbSeconds = (counts.cpuMs / 1_000) * (functionSpecs.unify.memoryMb / 1_024);
  return (
    counts.write * prices.writeUnit +
    counts.read * prices.readUnit +
    requests * (prices.queueRequest + prices.fairRequest) +
    counts.packs * prices.event +
    calls * prices.call +
    gbSeconds * prices.gbSecond
  );
}

const over = (total: Counts, by: number): Counts =>
  ({ read: total.read / by, write: total.write / by, messages: total.messages / by, packs: total.packs / by, cpuMs: total.cpuMs / by }) as Counts;
const minus = (a: Counts, b: Counts): Counts => ({
  read: a.read - b.read,
  write: a.write - b.write,
  messages: a.messages - b.messages,
  packs: a.packs - b.packs,
  cpuMs: a.cpuMs - b.cpuMs,
});

const folder = workspaceFolder({});
const silent: Io = {
  env: {},
  cwd: folder,
  language: 'en',
  columns: undefined,
  paint: painter(false),
  out: () => undefined,
  err: () => undefined,
  live: false,
  now: () => Date.now(),
  self: 'syncline',
} as const;
await run(['init', '.'], silent);
const file = join(folder, 'data', 'crm', 'customers.csv');
const [head = ''] = readFileSync(file, 'utf8').split('\n');
const row = (i: number, city: string): string =>
  `C-${10_000 + i},Company ${i.toString(36)} ${(i * 7_919).toString(36)} Trading,,info@c${i}.example,+49 40 ${3_000_000 + i},${city},DE`;
const write = (cityOf: (i: number) => string): void => writeFileSync(file, `${[head, ...Array.from({ length: sample }, (_, i) => row(i, cityOf(i)))].join('\n')}\n`);
write(() => 'Hamburg');
const workspace = await openTestWorkspace(folder, { metered: true });
const counters = counting(workspace);
const created = await count(workspace, counters);
await workspace.sync(); // what the target made of our writes is read back once
const same = await count(workspace, counters);
const part = Math.max(1, Math.round(sample / 4));
write((i) => (i < part ? 'Bremen' : 'Hamburg'));
const third = await count(workspace, counters);
await workspace.close();

const kinds = { create: over(created, sample), unchanged: over(same, sample * 2), update: over(minus(third, same), part) }; // both streams are read
const row2 = (name: string, c: Counts): string =>
  `${name.padEnd(10)} ${c.read.toFixed(2).padStart(8)} ${c.write.toFixed(2).padStart(8)} ${c.messages.toFixed(2).padStart(9)} ${c.packs.toFixed(3).padStart(7)} ${c.cpuMs.toFixed(2).padStart(7)} ${(dollars(c) * 1e6).toFixed(2).padStart(13)}`;
console.log(`per record, counted over ${sample} records (prices of ${pricesDate}, us-east-1)`);
console.log('              reads   writes  messages   facts  CPU ms   $ per million');
for (const [name, counts] of Object.entries(kinds)) console.log(row2(name, counts));
const total = dollars(kinds.unchanged) * records * (1 - changed) + dollars(kinds.update) * records * changed;
console.log(`a pass over ${records} records of which ${changed * 100} % changed: $${total.toFixed(2)}; loading them once: $${(dollars(kinds.create) * records).toFixed(2)}`);
process.exit(0);
