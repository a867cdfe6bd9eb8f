import type { Sentence } from '../../model/error.ts';
import { dayMs } from '../../model/time.ts';
import type { World } from '../../sync/world.ts';
import type { Book } from '../book/book.ts';
import { type BookException, exceptionsOf } from '../book/exceptions.ts';
import { dayAt } from '../table/day.ts';
import { companiesOf } from '../table/record.ts';
import { decimal } from './amounts.ts';
import { booksOf } from './books.ts';
import { entitlementExceptions } from './entitlement.ts';
import { CustomerNames } from './names.ts';
import { gapExceptions } from './statement-gaps.ts';
import type { ExceptionsView } from './views.ts';

type Kind = BookException['kind'];

/** Money that is not applied has a list of its own, with proposals; after so many days it is an exception, too: nobody decides about it. */
const unappliedDays = 30;

/** What each kind means, and what to do. `document` is the invoice or payer, `amount` the amount in question. */
const sentences: Readonly<Record<Kind, { readonly what: (document: string, amount: string) => Sentence; readonly todo: (id: string) => Sentence }>> = {
  over_allocated: {
    what: (document, amount) => ({ en: `${document} was changed after it was paid: ${amount} too much is applied`, zh: `${document} 付款后被修改：多核销 ${amount}` }),
    todo: (id) => ({
      en: `Undo the match (“explain ${id}” names it) and apply the money again, or credit the difference`,
      zh: `撤销该匹配（见“explain ${id}”）后重新核销，或以贷项处理差额`,
    }),
  },
  over_applied: {
    what: (document, amount) => ({ en: `the payment of ${document} was changed: ${amount} more is applied than came in`, zh: `${document} 的收款已变更：多核销 ${amount}` }),
    todo: (id) => ({ en: `Undo the match (“explain ${id}” names it)`, zh: `撤销该匹配（见“explain ${id}”）` }),
  },
  erp_disagrees: {
    what: (document, amount) => ({ en: `the ERP has ${amount} more open on ${document} than these books`, zh: `ERP 中 ${document} 的未清额比此处多 ${amount}` }),
    todo: (id) => ({ en: `Look which side is right (“explain ${id}”): undo here, or book it in the ERP`, zh: `用“explain ${id}”核对：在此撤销，或在 ERP 中入账` }),
  },
  not_in_erp: {
    what: (document, amount) => ({
      en: `${amount} was taken off ${document} here without money, and the ERP does not know of it`,
      zh: `${document} 在此处无资金核销 ${amount}，ERP 尚未入账`,
    }),
    todo: (id) => ({
      en: `Book it in the ERP by hand: only payments are written there (“explain ${id}” says why it was taken off)`,
      zh: `请在 ERP 中手工入账：系统只回写收款（见“explain ${id}”）`,
    }),
  },
  charged_back_but_applied: {
    what: (document, amount) => ({
      en: `the bank took back the payment of ${document}, ${amount} of it is still applied`,
      zh: `${document} 的付款已被银行退回，仍有 ${amount} 处于核销状态`,
    }),
    todo: (id) => ({ en: `Undo the match (“explain ${id}” names it)`, zh: `撤销该匹配（见“explain ${id}”）` }),
  },
  unapplied: {
    what: (document, amount) => ({
      en: `${amount} from ${document} is not applied for more than ${unappliedDays} days`,
      zh: `${document} 的收款 ${amount} 超过 ${unappliedDays} 天未核销`,
    }),
    todo: (id) => ({
      en: `Say what it is for: “propose” lists it, “identify ${id} <customer>” says whose it is`,
      zh: `用“propose”查看并处理，或用“identify ${id} <客户>”指明客户`,
    }),
  },
  disputed: {
    what: (document, amount) => ({ en: `${document} is disputed: ${amount} open`, zh: `${document} 存在争议：未清 ${amount}` }),
    todo: (id) => ({ en: `Settle it with the customer, then “dispute ${id} --settled”`, zh: `与客户解决后执行“dispute ${id} --settled”` }),
  },
};

/** What a person should look at, largest first. */
export async function exceptions(world: World, company?: string): Promise<ExceptionsView> {
  const names = new CustomerNames(world);
  const found: ExceptionsView['exceptions'][number][] = [];
  for (const name of await companiesOf(world)) {
    if (company !== undefined && name !== company) continue;
    const { book } = await booksOf(world, { company: name, settled: false });
    const old = dayAt(world, world.clock.now() - unappliedDays * dayMs);
    const own = exceptionsOf(book).filter(({ kind, id }) => kind !== 'unapplied' || (book.receipts.get(id)?.date ?? old) < old);
    own.sort((a, b) => Number(size(b) - size(a)));
    for (const exception of own) found.push(await viewOf(exception, book, names));
    found.push(...(await entitlementExceptions(world, names, name)), ...(await gapExceptions(world, name)));
  }
  const byKind: Record<string, number> = {};
  for (const { kind } of found) byKind[kind] = (byKind[kind] ?? 0) + 1;
  return { exceptions: found, byKind };
}

function size({ amountMinor }: BookException): bigint {
  return amountMinor < 0n ? -amountMinor : amountMinor;
}

async function viewOf({ kind, company, id, currency, amountMinor }: BookException, book: Book, names: CustomerNames): Promise<ExceptionsView['exceptions'][number]> {
  const claim = book.claimOf(id);
  const receipt = book.receipts.get(id);
  const party = claim?.party ?? receipt?.party;
  const document = claim?.number ?? (receipt?.payer === '' ? id : (receipt?.payer ?? id));
  const amount = decimal(amountMinor, currency);
  const { what, todo } = sentences[kind];
  return {
    kind,
    company,
    id,
    document,
    ...(party === undefined ? {} : { customer: await names.of(party) }),
    amount: { amount, currency },
    sentence: what(document, `${amount} ${currency}`),
    todo: todo(claim?.number ?? id),
  };
}
