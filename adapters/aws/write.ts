import {
  type CancellationReason,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Item, Op, WriteResult } from '../../core/ports/table.ts';
import { holds } from '../guard.ts';
import { keyOfOp } from '../limits.ts';
import { versionAfter } from './condition.ts';
import { isThrottle, told } from './faults.ts';
import type { Attributes } from './item-codec.ts';
import { getItems } from './read.ts';
import { repeat } from './repeat.ts';
import { asksCapacity, liveItem, type Scope } from './scope.ts';
import { requestOf } from './write-request.ts';

/** Carries out checked operations: one plain, several as a transaction. `texts` are the bodies of the puts. */
export async function writeOps(scope: Scope, ops: readonly Op[], texts: readonly string[], writeId: string | undefined): Promise<WriteResult> {
  const requests = ops.map((op, i) => requestOf(scope, op, texts[i] ?? '', writeId));
  // A check of nothing can only hold; DynamoDB takes no check without a condition.
  const kept = requests.flatMap((request, i) => (request.ConditionCheck !== undefined && request.ConditionCheck.ConditionExpression === undefined ? [] : [i]));
  const [first] = kept;
  if (first === undefined) return { state: 'ok' };
  if (kept.length > 1) {
    const result = await transact(
      scope,
      kept.map((i) => ops[i] as Op),
      kept.map((i) => requests[i] as TransactWriteItem),
      writeId,
    );
    return result.state === 'conflict' ? { state: 'conflict', which: result.which.map((at) => kept[at] as number) } : result;
  }
  const result = await one(scope, ops[first] as Op, requests[first] as TransactWriteItem, writeId);
  return result.state === 'conflict' ? { state: 'conflict', which: [first] } : result;
}

async function one(scope: Scope, op: Op, request: TransactWriteItem, writeId: string | undefined): Promise<WriteResult> {
  if (op.op === 'check') {
    const [item] = await getItems(scope, [op.key], true);
    return holds(op.when, item) ? { state: 'ok' } : { state: 'conflict', which: [0] };
  }
  try {
    const { Attributes: old, ConsumedCapacity } = await send(scope, request);
    scope.capacity?.consumed('write', ConsumedCapacity);
    const before = liveItem(scope, old);
    scope.capacity?.meter.wrote(op.op, before, afterOf(op, before, writeId), scope.prefix, false);
    return { state: 'ok' };
  } catch (error) {
    if (isThrottle(error)) return { state: 'throttled' };
    if (!(error instanceof ConditionalCheckFailedException)) throw told(error);
    const stored = liveItem(scope, error.Item);
    scope.capacity?.meter.wrote(op.op, stored, stored, scope.prefix, false);
    scope.capacity?.consumed('write', { CapacityUnits: 1 }); // a refusal is charged, but does not tell how much
    return isOwn(op, stored, writeId) ? { state: 'ok' } : { state: 'conflict', which: [0] };
  }
}

async function send(scope: Scope, { Put, Update, Delete }: TransactWriteItem): Promise<{ Attributes?: Attributes; ConsumedCapacity?: object }> {
  const asks = { ...asksCapacity(scope), ...(scope.capacity !== undefined && { ReturnValues: 'ALL_OLD' as const }) };
  if (Put !== undefined) return scope.client.send(new PutItemCommand({ ...Put, ...asks }));
  if (Update !== undefined) return scope.client.send(new UpdateItemCommand({ ...Update, ...asks }));
  if (Delete !== undefined) return scope.client.send(new DeleteItemCommand({ ...Delete, ...asks }));
  throw new TypeError('an operation is a put, an update or a delete');
}

async function transact(scope: Scope, ops: readonly Op[], requests: readonly TransactWriteItem[], writeId: string | undefined): Promise<WriteResult> {
  let result: WriteResult = { state: 'throttled' };
  await repeat(async () => {
    result = await transactOnce(scope, ops, requests, writeId);
    return result.state === 'throttled' ? 'left' : 'done';
  });
  return result;
}

async function transactOnce(scope: Scope, ops: readonly Op[], requests: readonly TransactWriteItem[], writeId: string | undefined): Promise<WriteResult> {
  try {
    const { ConsumedCapacity } = await scope.client.send(new TransactWriteItemsCommand({ TransactItems: [...requests], ...asksCapacity(scope) }));
    scope.capacity?.consumed('write', ConsumedCapacity);
    for (const op of ops) meterTransacted(scope, op, writeId);
    return { state: 'ok' };
  } catch (error) {
    if (isThrottle(error)) return { state: 'throttled' };
    if (!(error instanceof TransactionCanceledException)) throw told(error);
    return refused(scope, ops, error.CancellationReasons ?? [], writeId, error);
  }
}

/** Why a transaction was cancelled: guards that failed, unless an earlier try of ours is why they do. */
async function refused(scope: Scope, ops: readonly Op[], reasons: readonly CancellationReason[], writeId: string | undefined, error: Error): Promise<WriteResult> {
  const which = reasons.flatMap(({ Code }, i) => (Code === 'ConditionalCheckFailed' ? [i] : []));
  if (which.length === 0) {
    if (reasons.some(({ Code }) => isThrottle({ name: Code }))) return { state: 'throttled' };
    throw told(error);
  }
  if (writeId === undefined) return { state: 'conflict', which };
  if (which.some((i) => isOwn(ops[i] as Op, liveItem(scope, reasons[i]?.Item), writeId))) return { state: 'ok' };
  // A put without a guard never fails: what it left behind must be read.
  const silent = ops.filter((op, i) => op.op === 'put' && !which.includes(i));
  const stored = silent.length === 0 ? [] : await getItems(scope, silent.map(keyOfOp), true);
  return silent.some((op, i) => isOwn(op, stored[i], writeId)) ? { state: 'ok' } : { state: 'conflict', which };
}

/** Transactions do not tell what was there: a guard of absence says nothing was, any other that it was as large. */
function meterTransacted(scope: Scope, op: Op, writeId: string | undefined): void {
  const after = afterOf(op, undefined, writeId);
  const before = op.when === 'absent' || (typeof op.when === 'object' && 'version' in op.when && op.when.version === 0) ? undefined : after;
  scope.capacity?.meter.wrote(op.op, before, after, scope.prefix, true);
}

function afterOf(op: Op, before: Item | undefined, writeId: string | undefined): Item | undefined {
  return op.op === 'put' ? { ...op.item, version: versionAfter(op.when) ?? (before?.version ?? 0) + 1, writeId } : undefined;
}

function isOwn(op: Op, stored: Item | undefined, writeId: string | undefined): boolean {
  return op.op === 'put' && writeId !== undefined && stored?.writeId === writeId;
}
