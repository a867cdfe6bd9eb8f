import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Capacity } from '../../adapters/aws/capacity.ts';
import { awsTables } from '../../adapters/aws/table.ts';
import { systemClock } from '../../adapters/embedded/clock.ts';
import { UnitMeter, type Units } from '../../adapters/units.ts';
import { workspace } from '../../core/model/ids.ts';
import { startEmulator, startMoto } from './emulator.ts';
import { makeTable } from './installation.ts';
import { readyOrSkip } from './ready.ts';
import { type UnitOperation, unitOperations } from './unit-operations.ts';

/**
 * `npm run aws:units`: the meter's count of one operation of each kind, beside DynamoDB's published rules and what two emulators report as consumed.
 * Exit 1 when the meter differs from the rules. An emulator that differs from them is shown with its figure: it is no measure then.
 */
readyOrSkip('ministack', 'moto');
process.env['AWS_REGION'] = 'eu-central-1';
process.env['AWS_ACCESS_KEY_ID'] = process.env['AWS_SECRET_ACCESS_KEY'] = 'test';

/** What one emulator said of every operation, and the meter with it. */
interface Column {
  readonly metered: readonly Units[];
  readonly consumed: readonly Units[];
}

async function columnOf(endpoint: string): Promise<Column> {
  const client = new DynamoDBClient({ endpoint });
  await makeTable(client, 'units');
  const capacity = new Capacity(new UnitMeter());
  const table = awsTables({ client, name: 'units', clock: systemClock, capacity }).in(workspace('main'));
  const [metered, consumed]: [Units[], Units[]] = [[], []];
  for (const operation of unitOperations) {
    for (const op of operation.before ?? []) await table.write([op]);
    capacity.reset();
    await operation.run(table);
    const report = capacity.report();
    metered.push(report.metered);
    consumed.push(report.consumed);
  }
  return { metered, consumed };
}

const cell = ({ read, write }: Units): string => (read > 0 ? `${read} read` : `${write} write`).padStart(10);
const same = (a: Units, b: Units): boolean => a.read === b.read && a.write === b.write;

const emulators = [await startEmulator(), await startMoto()];
try {
  const [ministack, moto] = (await Promise.all(emulators.map(({ endpoint }) => columnOf(endpoint)))) as [Column, Column];
  console.log(`${'operation'.padEnd(36)}      rules      meter  ministack       moto`);
  let [wrong, apart] = [0, { ministack: 0, moto: 0 }];
  for (const [i, rule] of unitOperations.entries()) {
    const [metered, first, second] = [ministack.metered[i], ministack.consumed[i], moto.consumed[i]] as [Units, Units, Units];
    if (!same(rule, metered)) wrong += 1;
    apart = { ministack: apart.ministack + (same(rule, first) ? 0 : 1), moto: apart.moto + (same(rule, second) ? 0 : 1) };
    console.log(`${rule.name.padEnd(36)} ${cell(rule)} ${cell(metered)} ${cell(first)} ${cell(second)}${note(rule, metered, first, second)}`);
  }
  console.log(`${unitOperations.length} operations: the meter differs from the rules in ${wrong}, ministack in ${apart.ministack}, moto in ${apart.moto}`);
  process.exitCode = wrong === 0 ? 0 : 1;
} finally {
  for (const emulator of emulators) await emulator.stop();
}

function note(rule: UnitOperation, metered: Units, first: Units, second: Units): string {
  if (!same(rule, metered)) return '  METER WRONG';
  const others = [...(same(rule, first) ? [] : ['ministack']), ...(same(rule, second) ? [] : ['moto'])];
  return others.length === 0 ? '' : `  ${others.join(' and ')} ${others.length > 1 ? 'differ' : 'differs'}`;
}
