import { entityBy } from '../../sync/answers/record-view.ts';
import type { World } from '../../sync/world.ts';
import { Desk, type Plan } from '../desk/desk.ts';
import { namesInText } from '../match/context.ts';
import { PartyDirectory, type PartyHit } from '../match/directory.ts';
import type { PartyAlias } from '../model/fact.ts';
import type { Receipt } from '../model/receipt.ts';
import { storeGroup } from './allocate.ts';
import { policyFor, type ReceivablesConfig } from './config.ts';
import { beginSolve, endSolve } from './dirty.ts';
import { type ArDocument, type BucketName, documentKey, idOf, type ReceiptDocument, type Stored } from './documents.ts';
import { allocateReceipt } from './erp-payments.ts';
import { reasonsOf } from './groups.ts';
import { moveParty } from './move-party.ts';
import { claimsNamed, wordsOf } from './numbers.ts';
import { aliasesFor, aliasesOf, initialOf, namesOf, partiesBy } from './parties.ts';
import { offer, withdraw } from './proposal-row.ts';
import { openOf, readDocuments } from './read.ts';
import { joinViews } from './same-money.ts';
import { factsOf, type Scope, scopeOf } from './scope.ts';

/** Receipts solved in one desk: their claims and the claims of everybody they may be from are in memory together. */
const receiptsAtOnceMax = 300;
/** A payer that may be more parties than this is nobody. */
const partiesMax = 12;
/** Somebody else may write between our read and our write so often. */
const triesMax = 12;

/** Solves a bucket: every receipt in it that is not wholly applied, against the claims of whoever it may be from. Safe to repeat and to be killed anywhere: each group is one transaction, and what is done is not done again. */
export async function solveBucket(world: World, config: ReceivablesConfig, bucket: BucketName): Promise<void> {
  const startedAt = world.clock.now();
  await beginSolve(world, bucket);
  if (await belongsElsewhere(world, bucket)) return endSolve(world, bucket, startedAt);
  const open = await openOf(world, bucket);
  const ids = await afterTheLedger(
    world,
    open.filter((stored): stored is Stored<ReceiptDocument> => stored.value.kind === 'receipt'),
  );
  for (let i = 0; i < ids.length; i += receiptsAtOnceMax) await solveReceipts(world, config, bucket, ids.slice(i, i + receiptsAtOnceMax));
  await endSolve(world, bucket, startedAt);
}

/** What was recorded under a customer's record before the customer itself was known is moved to it, whoever was slower. */
async function belongsElsewhere(world: World, { party }: BucketName): Promise<boolean> {
  const customer = party.includes('/') ? await entityBy(world, party) : undefined;
  if (customer === undefined) return false;
  await moveParty(world, party, customer.id);
  return true;
}

/** First what the ERP's ledger says: two views of one payment become one, and what it was booked against is a fact. Gives the receipts that are left to match. */
async function afterTheLedger(world: World, receipts: readonly Stored<ReceiptDocument>[]): Promise<string[]> {
  const left: string[] = [];
  for (const stored of receipts) {
    const { id } = stored.value.receipt;
    if (stored.value.groups.length === 0) await joinViews(world, stored);
    await allocateReceipt(world, id);
    left.push(id);
  }
  return left;
}

/** Solves some receipts of one company and currency; on a conflict it reads everything again. */
export async function solveReceipts(
  world: World,
  config: ReceivablesConfig,
  { company, currency }: Pick<BucketName, 'company' | 'currency'>,
  ids: readonly string[],
): Promise<void> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const desk = await openDesk(world, config, company, currency, ids);
    const plan = desk.solve();
    if (!(await storePlan(world, desk.scope, plan))) continue;
    await tell(world, desk.scope, ids, plan);
    return;
  }
  throw new RangeError(`receipts of ${company} ${currency} change faster than they can be solved`);
}

/** A desk over what some receipts bear on. */
export interface OpenDesk {
  readonly desk: Desk;
  readonly scope: Scope;
  solve(): Plan;
}

/** Reads what some receipts bear on: the claims of every party they may be from, those that they name, those that a person named (`claims`), and all groups of these. */
export async function openDesk(
  world: World,
  config: ReceivablesConfig,
  company: string,
  currency: string,
  ids: readonly string[],
  claims: readonly string[] = [],
): Promise<OpenDesk> {
  const receipts = (await readDocuments(
    world,
    ids.map((id) => documentKey('receipt', id)),
  )) as Stored<ReceiptDocument>[];
  const money = receipts.map(({ value }) => value).filter((value) => value.sameAs === undefined && value.leftMinor !== 0n);
  const payers = await payersOf(
    world,
    money.map(({ receipt }) => receipt),
  );
  const documents = new Map<string, Stored<ArDocument>>(receipts.map((stored) => [idOf(stored.value), stored]));
  for (const party of payers.wanted) for (const stored of await openOf(world, { company, party, currency })) documents.set(idOf(stored.value), stored);
  const words = money.flatMap(({ receipt }) => wordsOf(receipt));
  const named = [...new Set([...(await claimsNamed(world, company, words)), ...claims])].filter((id) => !documents.has(`claim#${id}`));
  for (const stored of await readDocuments(
    world,
    named.map((id) => documentKey('claim', id)),
  ))
    documents.set(idOf(stored.value), stored);
  const scope = await scopeOf(world, company, [...documents.values()]);
  const desk = new Desk(payers.parties, { policy: policyFor(config, currency), auto: config.automatic });
  for (const alias of payers.aliases) desk.loadOne({ type: 'alias', alias });
  desk.load(factsOf(scope));
  return { desk, scope, solve: () => desk.solveOnly(money.map(({ receipt }) => receipt.id)) };
}

interface Payers {
  readonly parties: readonly { readonly id: string; readonly names: readonly string[] }[];
  readonly aliases: readonly PartyAlias[];
  /** Parties whose claims are wanted. */
  readonly wanted: ReadonlySet<string>;
}

/** Who may have paid: parties that the source names, and for the others those whose names or aliases fit. */
async function payersOf(world: World, receipts: readonly Receipt[]): Promise<Payers> {
  const unnamed = receipts.filter((receipt) => receipt.party === undefined);
  const initials = new Set(unnamed.flatMap((receipt) => [receipt.payer, ...namesInText(receipt.text)].map(initialOf)));
  const parties = await partiesBy(world, initials);
  const given = new Set(receipts.flatMap((receipt) => receipt.party ?? []));
  for (const id of given) if (!parties.some((party) => party.id === id)) parties.push({ id, names: await namesOf(world, id) });
  const looked = unnamed.flatMap((r) => [
    { kind: 'name' as const, value: r.payer },
    ...(r.payerAccount === undefined ? [] : [{ kind: 'account' as const, value: r.payerAccount }]),
  ]);
  const aliases = await aliasesFor(world, looked);
  const directory = new PartyDirectory(parties, aliases);
  const wanted = new Set(given);
  for (const receipt of unnamed) for (const { party } of strongest(directory.find(receipt.payer, receipt.payerAccount, namesInText(receipt.text)))) wanted.add(party);
  const accounts = (await Promise.all([...wanted].map((party) => aliasesOf(world, party)))).flat();
  return { parties, aliases: [...new Map([...aliases, ...accounts].map((alias) => [alias.id, alias])).values()], wanted };
}

function strongest(hits: readonly PartyHit[]): readonly PartyHit[] {
  return hits.slice(0, partiesMax);
}

/** Stores the groups of a plan one after the other, each in its own transaction; false when somebody else was faster. */
async function storePlan(world: World, scope: Scope, plan: Plan): Promise<boolean> {
  for (const fact of plan.facts) {
    if (fact.type !== 'group') continue;
    const proposal = plan.proposals.find(({ id }) => id === fact.group.proposal);
    if ((await storeGroup(world, scope, fact.group, proposal === undefined ? undefined : reasonsOf(proposal))) === 'conflict') return false;
  }
  return true;
}

/** Tells what a person may decide about each receipt; nothing about one that is done. */
async function tell(world: World, scope: Scope, ids: readonly string[], plan: Plan): Promise<void> {
  const shown = Map.groupBy(
    plan.proposals.filter((p) => p.status === 'suggested' || p.status === 'ambiguous' || p.status === 'confirmed'),
    (p) => p.receipt,
  );
  const reasons = new Map(plan.open.map(({ receipt, reason }) => [receipt, reason]));
  for (const id of ids) {
    const stored = scope.documents.get(`receipt#${id}`)?.value;
    if (stored?.kind !== 'receipt') continue;
    if (stored.leftMinor === 0n || stored.sameAs !== undefined) await withdraw(world, id);
    else await offer(world, { receipt: id, company: scope.company, proposals: (shown.get(id) ?? []).filter((p) => !isDone(p.id, scope)), reason: reasons.get(id) });
  }
}

/** True when the automatic part of the proposal has been allocated. */
function isDone(proposal: string, scope: Scope): boolean {
  return [...scope.groups.values()].some(({ value }) => value.group.proposal === proposal && value.reversal === undefined);
}
