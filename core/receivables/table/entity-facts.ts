import type { Sentence } from '../../model/error.ts';
import { isObject, type Json } from '../../model/json.ts';
import { moneyFrom } from '../../model/money.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Entity } from '../../sync/entity.ts';
import type { Claim } from '../model/claim.ts';
import type { Receipt } from '../model/receipt.ts';
import { schemeOf } from '../references/find.ts';

/** Why an entity is not (yet) a document of receivables. `quiet`: that is as it should be (a draft), nobody is told. */
export interface NotOurs {
  readonly quiet: boolean;
  readonly reason: Sentence;
}

const draft: NotOurs = { quiet: true, reason: { en: 'A draft is owed by nobody yet.', zh: '草稿尚未形成应收。' } };

/** What receivables lack of a document. */
export function missing(field: string, zh: string): NotOurs {
  return {
    quiet: false,
    reason: { en: `Receivables need ${field}, which no system gives. Map it, or complete the document.`, zh: `应收需要${zh}，但没有系统提供。请补全映射或单据。` },
  };
}

/** An invoice or credit note, as all systems together say it, as a claim. A cancelled one claims nothing. */
export function claimFrom(entity: Entity, company: string): Result<Claim, NotOurs> {
  const kind = entity.type === 'creditNote' ? 'creditNote' : 'invoice';
  const status = textOf(entity, 'status');
  const customer = textOf(entity, 'customer');
  const number = textOf(entity, 'number');
  const total = moneyOf(entity, 'total');
  if (status === 'draft') return err(draft);
  if (number === undefined) return status === undefined || status === 'draft' ? err(draft) : err(missing('the number of the invoice', '发票号'));
  if (total === undefined) return err(missing('the total with its currency', '含币种的总额'));
  if (customer === undefined) return err(missing('the customer', '客户'));
  const gone = status === 'cancelled' || entity.deleted !== undefined;
  const size = kind === 'creditNote' && total.minor > 0n ? -total.minor : total.minor;
  const open = gone ? undefined : moneyOf(entity, 'open');
  const reference = textOf(entity, 'reference');
  return ok({
    id: entity.id,
    kind,
    company: textOf(entity, 'company') ?? company,
    party: customer,
    currency: total.currency,
    number,
    totalMinor: gone ? 0n : size,
    issued: textOf(entity, 'issued'),
    due: textOf(entity, 'due'),
    references: reference === undefined || schemeOf(reference) === undefined ? undefined : [reference.replace(/\s+/g, '').toUpperCase()],
    contract: textOf(entity, 'contractNumber') ?? textOf(entity, 'contract'),
    description: textOf(entity, 'description'),
    erpOpenMinor: open?.currency === total.currency ? open.minor : undefined,
    version: entity.goldenVersion,
  });
}

/** A payment in the ERP's ledger as a receipt, with the numbers it was booked against. */
export function receiptFrom(entity: Entity, company: string): Result<{ readonly receipt: Receipt; readonly bookedAgainst: readonly string[] }, NotOurs> {
  if (textOf(entity, 'status') === 'draft') return err(draft);
  const amount = moneyOf(entity, 'amount');
  const date = textOf(entity, 'paid');
  if (amount === undefined) return err(missing('the amount with its currency', '含币种的金额'));
  if (date === undefined) return err(missing('the booking date', '记账日期'));
  const reference = textOf(entity, 'reference') ?? '';
  const receipt: Receipt = {
    id: entity.id,
    company: textOf(entity, 'company') ?? company,
    currency: amount.currency,
    amountMinor: amount.minor,
    date,
    payer: textOf(entity, 'payer') ?? '',
    payerAccount: textOf(entity, 'account'),
    party: textOf(entity, 'customer'),
    text: [reference, textOf(entity, 'note') ?? ''].filter((part) => part !== '').join(' '),
    method: textOf(entity, 'method'),
    version: entity.goldenVersion,
  };
  const numbers = reference
    .split(/[,;]/)
    .map((number) => number.trim())
    .filter((number) => number !== '');
  return ok({ receipt, bookedAgainst: numbers });
}

/** Names that an organization is known by, each once. */
export function namesFrom(entity: Entity): string[] {
  const names = [textOf(entity, 'name'), textOf(entity, 'legalName')].filter((name): name is string => name !== undefined);
  return [...new Set(names)];
}

function goldenOf(entity: Entity, field: string): Json | undefined {
  return Object.hasOwn(entity.golden, field) ? entity.golden[field]?.value : undefined;
}

/** A golden text; undefined when there is none. */
export function textOf(entity: Entity, field: string): string | undefined {
  const value = goldenOf(entity, field);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A golden amount; undefined when there is none. */
export function moneyOf(entity: Entity, field: string) {
  const value = goldenOf(entity, field);
  if (!isObject(value) || typeof value['amount'] !== 'string' || typeof value['currency'] !== 'string') return undefined;
  return moneyFrom(value['amount'], value['currency']);
}
