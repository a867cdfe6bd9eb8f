import { contentHash } from '../../model/hash.ts';
import type { JsonObject } from '../../model/json.ts';
import { decimalOf } from '../../model/money.ts';
import { never } from '../../model/result.ts';
import { minuteMs } from '../../model/time.ts';
import { type Fault, FaultError, type WriteOp, type WriteOutcome } from '../../ports/connector.ts';
import type { Item } from '../../ports/table.ts';
import { liveMembersOf } from '../../sync/entity.ts';
import { closeFailure, reportFailure } from '../../sync/failure.ts';
import { put, readEntity } from '../../sync/store.ts';
import { writeTimeoutMs } from '../../sync/target.ts';
import type { World } from '../../sync/world.ts';
import type { MatchGroup } from '../model/matchGroup.ts';
import { askAfter } from '../writeback/after.ts';
import type { ReceivablesConfig } from './config.ts';
import { readGroups, readReceipt } from './read.ts';
import { isInLedger } from './same-money.ts';
import { markOf, type WrittenRow, writeBackListKey, writtenItem, writtenKey, writtenOf } from './written.ts';

/** A rejected payment is tried again after this long, as often as it takes a person to correct the invoice or the journal. */
const againMs = 60 * minuteMs;
/** A request that got no answer lands within what the connector declares; this is added for our own clock. */
const marginMs = 5_000;

const failureCause = 'receivables.payment';
const takeBackCause = 'receivables.takeBack';

/** Once a minute: what is on its way and not settled is looked at again. */
export async function askForUnsettled(world: World, config: ReceivablesConfig): Promise<void> {
  if (config.payTo === undefined) return;
  const page = await world.table.list(writeBackListKey);
  const groups = new Set(page.entries.filter((entry) => entry.state !== 'applied').map((entry) => entry.lsk.split('#')[0] as string));
  for (const group of groups) await askAfter(world, group);
}

/**
 * Writes what we allocated into the ERP, never twice: the intent is stored under the allocation's key first, only its
 * holder sends, and after a lost answer the ERP is looked at before anything is repeated. The next pull confirms it.
 */
export async function payBack(world: World, config: ReceivablesConfig, groupId: string): Promise<void> {
  const stored = (await readGroups(world, [groupId])).get(groupId)?.value;
  if (stored === undefined || stored.group.origin !== 'us' || config.payTo === undefined) return;
  for (const { receipt, claim, claimMinor } of stored.group.allocations) {
    if (receipt === undefined) continue;
    const key = contentHash(['erp', groupId, receipt, claim]);
    const money = await readReceipt(world, receipt);
    if (money === undefined || (await isInLedger(world, money.value))) continue;
    if (stored.reversal === undefined) await payOne(world, config.payTo, stored.group, { key, receipt, claim, amountMinor: claimMinor });
    else await tellTakenBack(world, config.payTo, key);
  }
}

type Target = NonNullable<ReceivablesConfig['payTo']>;

async function payOne(world: World, target: Target, group: MatchGroup, one: Pick<WrittenRow, 'key' | 'receipt' | 'claim' | 'amountMinor'>): Promise<void> {
  const held = await take(world, target, group, one);
  if (held === undefined) return;
  const outcome = await push(world, target, held);
  await settle(world, target, held, outcome);
}

interface Held {
  readonly row: WrittenRow;
  /** An earlier try may have landed: look before repeating. */
  readonly look: boolean;
  /** Nothing is sent after this, ms. */
  readonly sendBy: number;
  readonly version: number;
}

/** Stores the intent, or takes over one whose answer never came; undefined when it is settled or somebody else is at it. */
async function take(world: World, target: Target, group: MatchGroup, one: Pick<WrittenRow, 'key' | 'receipt' | 'claim' | 'amountMinor'>): Promise<Held | undefined> {
  const [item] = await world.table.get([writtenKey(one.key)], { consistent: true });
  const before = item === undefined ? undefined : writtenOf(item);
  const now = world.clock.now();
  if (before?.state === 'applied' || before?.state === 'confirmed') return undefined;
  if (before !== undefined && before.until > now) return undefined;
  const stream = await world.stream(target.connection, target.stream);
  const claim = await readEntity(world, one.claim);
  const currency = currencyOf(claim?.value.golden['total']?.value);
  const sendBy = now + writeTimeoutMs;
  const until = sendBy + stream.traits.maxInFlightMs + stream.traits.searchLagMs + marginMs;
  const row: WrittenRow = { ...one, group: group.id, currency, date: group.date, state: 'sending', until, at: before?.at ?? now };
  const written = await put(world, [{ op: 'put', item: writtenItem(row), when: whenSame(item) }]);
  const look = before?.state === 'sending' || before?.state === 'unsure';
  return written === 'ok' ? { row, look, sendBy, version: (item?.version ?? 0) + 1 } : undefined;
}

function whenSame(item: Item | undefined): 'absent' | { readonly version: number } {
  return item === undefined ? 'absent' : { version: item.version };
}

function currencyOf(total: unknown): string {
  return ((total ?? {}) as { currency?: string }).currency ?? '';
}

async function push(world: World, target: Target, { row, look, sendBy }: Held): Promise<WriteOutcome> {
  const claim = await readEntity(world, row.claim);
  const [ref] = claim === undefined ? [] : liveMembersOf(claim.value, target.connection);
  const stream = await world.stream(target.connection, target.stream);
  if (ref === undefined || stream.write === undefined) return { state: 'rejected', fault: ref === undefined ? nowhere(target.connection) : readOnly(target) };
  const fields: JsonObject = {
    invoice: ref.split('/').slice(2).join('/'),
    amount: decimalOf({ minor: row.amountMinor, currency: row.currency }),
    currency: row.currency,
    date: row.date,
    description: markOf(row.key),
  };
  const op: WriteOp = { key: row.key, externalId: markOf(row.key), action: 'create', fields };
  let sent = false;
  try {
    const context = await world.context(target.connection, 'deliver');
    const [found = []] = look ? await stream.write.find(context, [op]) : [];
    if (found.length > 0) return { state: 'applied', id: stream.key(found[0]) };
    if (world.clock.now() > sendBy) return { state: 'unsure', fault: late(target.connection) }; // somebody else may take it over soon
    sent = true;
    const [outcome] = (await stream.write.push(context, [op])) as readonly WriteOutcome[];
    return outcome ?? { state: 'unsure', fault: await world.explain(target.connection, new TypeError('no outcome')) };
  } catch (error) {
    // Once sent, only a fault says that nothing was done; a look that failed leaves what was unsure unsure.
    const nothing = sent ? error instanceof FaultError : !look;
    return { state: nothing ? 'rejected' : 'unsure', fault: await world.explain(target.connection, error) };
  }
}

async function settle(world: World, target: Target, { row, version }: Held, outcome: WriteOutcome): Promise<void> {
  const next = rowAfter(row, outcome, world.clock.now());
  await put(world, [{ op: 'put', item: writtenItem(next), when: { version } }]);
  const place = { connection: target.connection, stream: target.stream, record: `new:${row.key}`, cause: failureCause };
  if (next.state === 'applied') await closeFailure(world, place.connection, place.stream, place.record, place.cause);
  else if (outcome.state === 'rejected' || outcome.state === 'conflict')
    await reportFailure(world, { ...place, kind: 'refused', reason: outcome.fault.message, entity: row.claim, amount: amountOf(row) });
}

function rowAfter(row: WrittenRow, outcome: WriteOutcome, now: number): WrittenRow {
  switch (outcome.state) {
    case 'applied':
    case 'unchanged':
      return { ...row, state: 'applied', id: outcome.id };
    case 'unsure':
      return { ...row, state: 'unsure' };
    case 'rejected':
    case 'conflict':
      return { ...row, state: 'rejected', until: now + (isPassing(outcome.fault) ? minuteMs : againMs) };
    default:
      return never(outcome);
  }
}

function isPassing(fault: Fault): boolean {
  return fault.kind === 'transient' || fault.kind === 'quota' || fault.kind === 'auth';
}

function amountOf({ amountMinor, currency }: WrittenRow): { readonly amount: string; readonly currency: string } {
  return { amount: decimalOf({ minor: amountMinor, currency }), currency };
}

/** What the ERP has booked for us is not taken back by a program: an accountant cancels it there, and the next pull shows it. */
async function tellTakenBack(world: World, target: Target, key: string): Promise<void> {
  const [item] = await world.table.get([writtenKey(key)], { consistent: true });
  const row = item === undefined ? undefined : writtenOf(item);
  if (row === undefined || row.state === 'rejected') return;
  const reason = {
    en: `The allocation was undone here, but ${target.connection} has booked it (${markOf(key)}). Cancel it there.`,
    zh: `此核销已撤销，但 ${target.connection} 已入账（${markOf(key)}），请在该系统中冲销。`,
  };
  await reportFailure(world, { ...target, record: `new:${key}`, cause: takeBackCause, kind: 'refused', reason, entity: row.claim, amount: amountOf(row) });
}

function nowhere(connection: string): Fault {
  return {
    kind: 'missing',
    code: 'invoice.absent',
    message: { en: `The invoice is not in ${connection}, so its payment cannot be booked there.`, zh: `${connection} 中没有该发票，无法登记其收款。` },
  };
}

function late(connection: string): Fault {
  return {
    kind: 'transient',
    code: 'payment.late',
    message: { en: `${connection} was too slow; the payment is looked for before it is sent again.`, zh: `${connection} 响应过慢，将先查找收款再重新发送。` },
  };
}

function readOnly({ connection, stream }: Target): Fault {
  return { kind: 'invalid', code: 'stream.readonly', message: { en: `${connection}.${stream} takes no payments.`, zh: `${connection}.${stream} 不接收收款登记。` } };
}
