import { keyPart } from '../../model/keys.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { entityBy } from '../../sync/answers/record-view.ts';
import { refuse } from '../../sync/answers/refuse.ts';
import type { Refusal } from '../../sync/service.ts';
import type { World } from '../../sync/world.ts';
import { PartyDirectory } from '../match/directory.ts';
import { numberKeys } from '../match/documentNumber.ts';
import type { ClaimDocument, ReceiptDocument, Stored } from '../table/documents.ts';
import { claimsNamed } from '../table/numbers.ts';
import { initialOf, namesOf, partiesBy } from '../table/parties.ts';
import { todoKey } from '../table/proposal-row.ts';
import { readClaim, readDocuments, readReceipt } from '../table/read.ts';
import { companiesOf } from '../table/record.ts';

/** A customer that a person names: by entity, by record, or by name. */
export async function findCustomer(world: World, asked: string): Promise<Result<string, Refusal>> {
  const entity = await entityBy(world, asked);
  if (entity !== undefined) return ok(entity.id);
  if ((await namesOf(world, asked)).length > 0) return ok(asked);
  const parties = await partiesBy(world, new Set([initialOf(asked)]));
  const hits = new PartyDirectory(parties).find(asked);
  const [best, next] = hits;
  if (best !== undefined && (next === undefined || best.strength > next.strength)) return ok(best.party);
  const names = hits.slice(0, 5).map((hit) => `${hit.expected} (${hit.party})`);
  if (best === undefined) return refuse('missing', 'CUSTOMER_UNKNOWN', { en: `No customer with receivables is called “${asked}”.`, zh: `没有名为“${asked}”的应收客户。` });
  return refuse('invalid', 'CUSTOMER_AMBIGUOUS', { en: `“${asked}” may be: ${names.join('; ')}. Use the id.`, zh: `“${asked}”可能是：${names.join('；')}。请使用编号。` });
}

/** The company that is meant: the only one, or the one named. */
export async function findCompany(world: World, asked: string | undefined): Promise<Result<string, Refusal>> {
  const known = await companiesOf(world);
  if (asked !== undefined && known.includes(asked)) return ok(asked);
  const [only] = known;
  if (asked === undefined && only !== undefined && known.length === 1) return ok(only);
  const list = known.map((name) => `“${name}”`).join(', ') || 'none';
  if (known.length === 0) return refuse('missing', 'COMPANY_UNKNOWN', { en: 'There are no receivables yet.', zh: '尚无应收数据。' });
  return refuse('invalid', 'COMPANY_UNKNOWN', { en: `Name one of our companies: ${list}.`, zh: `请指定本方公司：${list}。` }, { field: 'company' });
}

/** A receipt by its id, or by the beginning of it while it is open. */
export async function findReceipt(world: World, asked: string): Promise<Result<Stored<ReceiptDocument>, Refusal>> {
  const exact = await readReceipt(world, asked);
  if (exact !== undefined) return ok(exact);
  const places = new Set<string>();
  for (const company of await companiesOf(world)) {
    if (asked.length < prefixCharsMin) break;
    const page = await world.table.list(todoKey(company), { prefix: keyPart(asked), limit: 3 });
    for (const { pk } of page.entries) places.add(pk);
  }
  const [only] = places;
  const [found] = only === undefined || places.size > 1 ? [] : ((await readDocuments(world, [{ pk: only, sk: '@' }])) as Stored<ReceiptDocument>[]);
  if (found !== undefined) return ok(found);
  return refuse('missing', 'RECEIPT_UNKNOWN', { en: `There is no receipt ${asked}. “propose” lists those that are open.`, zh: `没有收款 ${asked}。用“propose”查看未核销的收款。` });
}

/** Fewer characters of an id are a guess. */
const prefixCharsMin = 5;

/** An invoice by its number, its entity or its record. */
export async function findClaim(world: World, asked: string): Promise<Result<Stored<ClaimDocument>, Refusal>> {
  const entity = await entityBy(world, asked);
  const exact = await readClaim(world, entity?.id ?? asked);
  if (exact !== undefined) return ok(exact);
  const found: Stored<ClaimDocument>[] = [];
  for (const company of await companiesOf(world)) {
    for (const id of await claimsNamed(world, company, [numberKeys(asked).full])) {
      const stored = await readClaim(world, id);
      if (stored !== undefined && numberKeys(stored.value.claim.number).full === numberKeys(asked).full) found.push(stored);
    }
  }
  const [only] = found;
  if (only !== undefined && found.length === 1) return ok(only);
  if (found.length > 1) {
    const ids = found.map(({ value }) => value.claim.id).join(', ');
    return err({ kind: 'invalid', code: 'INVOICE_AMBIGUOUS', message: { en: `Several documents have the number ${asked}: ${ids}.`, zh: `编号 ${asked} 对应多张单据：${ids}。` } });
  }
  return refuse('missing', 'INVOICE_UNKNOWN', { en: `There is no invoice ${asked} in receivables.`, zh: `应收中没有发票 ${asked}。` });
}
