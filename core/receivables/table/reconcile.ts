import type { JsonObject } from '../../model/json.ts';
import type { FactPack } from '../../ports/bus.ts';
import type { BatchResponse, QueueEvent } from '../../ports/queue.ts';
import { entityBy } from '../../sync/answers/record-view.ts';
import type { Entity } from '../../sync/entity.ts';
import { closeFailure, reportFailure } from '../../sync/failure.ts';
import { readMessages } from '../../sync/messages.ts';
import { readEntities, readEntity } from '../../sync/store.ts';
import type { World, Worlds } from '../../sync/world.ts';
import type { AfterMessage } from '../writeback/after.ts';
import type { tellOutside } from '../writeback/outside.ts';
import { carriesSettlement, tellSettlement } from '../writeback/tell.ts';
import type { ReceivablesConfig } from './config.ts';
import { isBefore, openAtCutover } from './cutover.ts';
import type { SolveMessage } from './dirty.ts';
import { claimFrom, type NotOurs, namesFrom, receiptFrom, textOf } from './entity-facts.ts';
import { hasReceiptFeed, settleAsErpSays } from './erp.ts';
import { allocateBooked, shelveBooked } from './erp-payments.ts';
import { moveParty } from './move-party.ts';
import { nameParty } from './parties.ts';
import { readClaim, readReceipt } from './read.ts';
import { recordClaim, recordReceipt, wakeUnidentified } from './record.ts';
import { shelveAmount } from './same-money.ts';
import type { solveBucket } from './solve.ts';
import type { importFolders } from './statements.ts';
import { forgetTakenIn, type TakeInMessage, takeInStep } from './take-in.ts';
import type { ImportMessage } from './tick.ts';
import { confirmWritten } from './written.ts';

/** Fields that receivables themselves write: their change says nothing new. */
const ownFields: ReadonlySet<string> = new Set(['outstanding', 'settlement']);

/** What the receivables queue carries: facts of the bus, and buckets to solve. */
type ReceivablesMessage = FactPack | SolveMessage | AfterMessage | ImportMessage | TakeInMessage;

/** What a message can ask for beside taking facts; whoever runs `reconcile` decides when the code of each is loaded. */
export interface ReceivablesTasks {
  readonly solve: typeof solveBucket;
  readonly tellOutside: typeof tellOutside;
  readonly importFolders: typeof importFolders;
}

/**
 * Takes facts of the bus into receivables and solves the buckets they touch. A fact only names an entity; its current
 * state is read, so order and repetition do not matter. The message is acknowledged last: a worker that dies does it again.
 */
export async function reconcile(worlds: Worlds, event: QueueEvent, tasks: ReceivablesTasks): Promise<BatchResponse> {
  const failed = new Set<string>();
  const messages = readMessages<ReceivablesMessage>(event, failed);
  for (const { record, message } of messages) {
    const world = worlds(message.workspace);
    const config = world?.config.receivables;
    if (world === undefined) continue;
    try {
      if (config === undefined) await forgetTakenIn(world);
      else if ('takeIn' in message) await takeInStep(world, (entity) => takeEntity(world, config, entity));
      else if ('solve' in message) await tasks.solve(world, config, message);
      else if ('after' in message) await tasks.tellOutside(world, config, message.after);
      else if ('import' in message) await tasks.importFolders(world, config);
      else await takePack(world, config, message);
    } catch {
      failed.add(record.messageId);
    }
  }
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
}

async function takePack(world: World, config: ReceivablesConfig, { type, kind, facts }: FactPack): Promise<void> {
  const news = facts.filter((fact) => !isOurOwn(fact));
  const ids = news.map((fact) => fact['entity'] as string);
  const entities = await readEntities(world, ids);
  if (type === 'organization' && kind === 'merged') for (const id of ids) await moveParty(world, id, entities.get(id)?.value.id);
  for (const entity of new Map([...entities.values()].map(({ value }) => [value.id as string, value])).values()) await takeEntity(world, config, entity);
}

function isOurOwn(fact: JsonObject): boolean {
  const fields = fact['fields'];
  return Array.isArray(fields) && fields.length > 0 && fields.every((field) => ownFields.has(String(field)));
}

async function takeEntity(world: World, config: ReceivablesConfig, entity: Entity): Promise<void> {
  switch (entity.type) {
    case 'organization':
      return takeParty(world, entity);
    case 'invoice':
    case 'creditNote':
      return takeClaim(world, config, entity);
    case 'contract':
      return takeContract(world, config, entity);
    case 'receipt':
      return takeReceipt(world, config, entity);
    default:
      return; // statements are read where they are asked for
  }
}

/** A customer's names; what was recorded under one of its records before it was known itself becomes its own. */
async function takeParty(world: World, entity: Entity): Promise<void> {
  await nameParty(world, entity.id, namesFrom(entity), async () => {
    for (const ref of Object.keys(entity.members)) await moveParty(world, ref, entity.id);
    await wakeUnidentified(world);
  });
}

/** A document was recorded under its customer's record because nobody knew the customer: whoever took the customer in since then may not have seen it. */
async function movedMeanwhile(world: World, party: string): Promise<void> {
  const customer = await entityBy(world, party);
  if (customer !== undefined) await moveParty(world, party, customer.id);
}

async function takeClaim(world: World, config: ReceivablesConfig, entity: Entity): Promise<void> {
  const read = claimFrom(entity, config.company);
  if (!read.ok) return refused(world, entity, read.error);
  await accepted(world, entity);
  const customer = await entityBy(world, read.value.party);
  if (customer !== undefined) await takeParty(world, customer);
  const before = (await readClaim(world, entity.id))?.value.claim.contract;
  const claim = { ...read.value, party: customer?.id ?? read.value.party, contract: await contractNumber(world, read.value.contract) };
  await recordClaim(world, claim);
  if (customer === undefined) await movedMeanwhile(world, read.value.party);
  if (config.cutover !== undefined) await openAtCutover(world, config.cutover, { ...read.value, id: entity.id });
  if (hasReceiptFeed(world)) await allocateBooked(world, claim);
  else await settleAsErpSays(world, entity.id);
  if (carriesSettlement(world)) await tellSettlement(world, entity.id);
  if (claim.contract === undefined && before === undefined) return;
  await (await import('../entitlement/agreements.ts')).takeBill(world, config, claim, before);
}

/** What an invoice calls its contract: a number, or that of the contract it refers to. */
async function contractNumber(world: World, named: string | undefined): Promise<string | undefined> {
  const contract = named === undefined ? undefined : await entityBy(world, named);
  return contract?.type === 'contract' ? (textOf(contract, 'number') ?? named) : named;
}

/** A contract; its code is loaded with the first one. */
async function takeContract(world: World, config: ReceivablesConfig, entity: Entity): Promise<void> {
  const { takeAgreement } = await import('../entitlement/take-agreement.ts');
  const taken = await takeAgreement(world, config, entity);
  if (!taken.ok) return refused(world, entity, taken.error);
  await accepted(world, entity);
  for (const claim of taken.value) {
    const invoice = await readEntity(world, claim);
    if (invoice !== undefined) await takeClaim(world, config, invoice.value);
  }
}

async function takeReceipt(world: World, config: ReceivablesConfig, entity: Entity): Promise<void> {
  const read = receiptFrom(entity, config.company);
  if (!read.ok) return refused(world, entity, read.error);
  await accepted(world, entity);
  const { receipt, bookedAgainst } = read.value;
  if (isBefore(config.cutover, receipt.date)) return;
  const isGone = entity.deleted !== undefined || textOf(entity, 'status') === 'reversed';
  if (isGone || (await readReceipt(world, entity.id))?.value.chargedBack !== undefined) {
    const ledger = await import('./reversed-payments.ts');
    if (isGone) return ledger.reverseLedgerPayment(world, entity.id);
    await ledger.reviveLedgerPayment(world, entity.id);
  }
  const ours = await confirmWritten(world, entity.id, receipt);
  const party = receipt.party === undefined ? undefined : ((await entityBy(world, receipt.party))?.id ?? receipt.party);
  if (ours === undefined) {
    await shelveAmount(world, receipt);
    await shelveBooked(world, receipt, bookedAgainst);
  }
  await recordReceipt(world, { ...receipt, party }, { source: 'erp', bookedAgainst, ...(ours === undefined ? {} : { sameAs: ours }) });
  if (party !== undefined && party === receipt.party) await movedMeanwhile(world, party);
}

/** A person is told what is missing; the next version of the document closes it. */
async function refused(world: World, entity: Entity, { quiet, reason }: NotOurs): Promise<void> {
  if (quiet) return accepted(world, entity);
  await reportFailure(world, { ...nameOf(entity), cause, kind: 'refused', reason, entity: entity.id, label: textOf(entity, 'number') });
}

async function accepted(world: World, entity: Entity): Promise<void> {
  const { connection, stream, record } = nameOf(entity);
  await closeFailure(world, connection, stream, record, cause);
}

const cause = 'receivables.incomplete';

function nameOf(entity: Entity): { readonly connection: string; readonly stream: string; readonly record: string } {
  const [connection = '', stream = '', ...id] = (Object.keys(entity.members)[0] ?? entity.founder).split('/');
  return { connection, stream, record: id.join('/') };
}
