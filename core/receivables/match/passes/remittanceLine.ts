import type { KnownRow } from '../../book/claimRow.ts';
import type { AdjustmentReason } from '../../model/matchGroup.ts';
import type { RemittanceLine } from '../../model/receipt.ts';
import { type AmountFit, fitAmount } from '../amountFit.ts';
import { granularity, isNoChance } from '../chance.ts';
import type { MatchContext, PoolClaim } from '../context.ts';
import { type NumberKeys, nearNumber, numberKeys } from '../documentNumber.ts';
import { type MemoHint, readMemo } from '../memo.ts';
import type { MatchPolicy } from '../policy.ts';

/** How well a remittance line's reference names a claim. */
export type ReferenceQuality = 'full' | 'digits' | 'near' | 'none';

/** One way to read a remittance line: this claim, by so much, that sure. */
export interface LineOption {
  readonly line: RemittanceLine;
  readonly item: PoolClaim;
  readonly amountMinor: bigint;
  readonly quality: ReferenceQuality;
  readonly fit: AmountFit['kind'];
  readonly adjustment?: { readonly amountMinor: bigint; readonly reason: AdjustmentReason };
  readonly confidence: number;
}

/** What a line can mean: options best first, or that its claim is paid already (`settled`), or nothing. */
export interface LineReading {
  readonly line: RemittanceLine;
  readonly options: readonly LineOption[];
  readonly settled: boolean;
  /** The reference is the number of another party's claim. */
  readonly otherParty: boolean;
}

/**
 * Reads one line against the payer's open claims. The reference is believed only when its claim is the payer's and
 * the amount fits; a reference that names another party's claim, or nothing, falls back to the amount: the payer's
 * only claim of that amount, better when its number is one mistyped digit away.
 */
export function readLine(line: RemittanceLine, date: string, currency: string, company: string, pool: readonly PoolClaim[], context: MatchContext): LineReading {
  const keys = numberKeys(line.ref);
  const memo = readMemo(line.memo, currency);
  const named = namedBy(keys, company, context);
  const own = pool.filter((item) => named.full.has(item.claim.id) || named.digits.has(item.claim.id));
  const settled = own.length === 0 && isSettled(line, [...named.full.values(), ...named.digits.values()], pool, context);
  const otherParty = named.full.size > 0 && [...named.full.values()].every((row) => context.open(row) !== 0n) && own.length === 0;
  if (settled || (memo.advance && own.length === 0)) return { line, options: [], settled, otherParty };
  const options: LineOption[] = [];
  for (const item of pool) {
    const quality = named.full.has(item.claim.id) ? 'full' : named.digits.has(item.claim.id) ? 'digits' : isNear(keys, item) ? 'near' : 'none';
    const option = optionOf(line, item, quality, memo, date, context);
    if (option !== undefined) options.push(option);
  }
  return { line, options: ranked(options).map((option) => liftedByChance(option, pool, context.policy)), settled, otherParty };
}

/** The only claim of the payer with this amount, where chance would hardly hit one and the payer's name leaves no doubt, is as good as a number. */
function liftedByChance(option: LineOption, pool: readonly PoolClaim[], policy: MatchPolicy): LineOption {
  if (option.quality !== 'none' || option.fit !== 'exact' || option.confidence < policy.showAt + 0.1 || option.item.party.strength < 0.97) return option;
  const amounts = pool.filter((item) => item.claim.party === option.item.claim.party).map((item) => item.openMinor);
  return isNoChance(amounts.length - 1, granularity(amounts), option.amountMinor) ? { ...option, confidence: Math.max(option.confidence, policy.autoAt + 0.005) } : option;
}

function namedBy(keys: NumberKeys, company: string, context: MatchContext): { full: Map<string, KnownRow>; digits: Map<string, KnownRow> } {
  const full = new Map(context.index.byNumber(company, keys.full).map((row) => [row.claim.id, row]));
  const digits =
    keys.digits === '' ? [] : context.index.byDigits(company, keys.digits).filter(({ claim }) => !full.has(claim.id) && samePrefix(keys.full, numberKeys(claim.number).full));
  return { full, digits: new Map(digits.map((row) => [row.claim.id, row])) };
}

/** `7`, `INV7` and `INVOICE7` name INV-00007; `PO7` does not. */
function samePrefix(ref: string, number: string): boolean {
  const [a, b] = [ref.replace(/\d.*$/, ''), number.replace(/\d.*$/, '')];
  return a === '' || b === '' || a.startsWith(b) || b.startsWith(a) || /^(?:INVOICE|INV|RECHNUNG|RE|RG|FACTURE|FA|发票|NO|NR)$/.test(a);
}

function isNear(keys: NumberKeys, item: PoolClaim): boolean {
  const number = numberKeys(item.claim.number);
  return keys.digits !== '' && number.digits !== '' && samePrefix(keys.full, number.full) && nearNumber(keys.digits, number.digits);
}

/** The named claim is the payer's (or was) and is paid: this line pays it a second time. */
function isSettled(line: RemittanceLine, named: readonly KnownRow[], pool: readonly PoolClaim[], context: MatchContext): boolean {
  const paid = named.filter((row) => context.open(row) === 0n);
  if (paid.length === 0) return false;
  // A number of a paid claim may also be mistyped: another open claim of exactly this amount with a near number speaks for that.
  const rival = pool.some((item) => item.openMinor === line.amountMinor && isNear(numberKeys(line.ref), item));
  return !rival && paid.some((row) => row.claim.totalMinor === line.amountMinor || row.allocatedMinor === line.amountMinor);
}

const sureness: Readonly<Record<ReferenceQuality, Readonly<Record<'exact' | 'deducted' | 'partial' | 'over', number>>>> = {
  full: { exact: 0.99, deducted: 0.97, partial: 0.9, over: 0.9 },
  digits: { exact: 0.97, deducted: 0.96, partial: 0.86, over: 0.86 },
  near: { exact: 0.96, deducted: 0.88, partial: 0.72, over: 0.55 },
  none: { exact: 0.82, deducted: 0.7, partial: 0.3, over: 0 },
};

function optionOf(line: RemittanceLine, item: PoolClaim, quality: ReferenceQuality, memo: MemoHint, date: string, context: MatchContext): LineOption | undefined {
  const fit = fitAmount(line.amountMinor, item.openMinor, item.claim, date, context.policy, memo);
  if (fit.kind === 'none') return undefined;
  if (fit.kind === 'over') {
    const confidence = memo.partial ? 0 : sureness[quality].over;
    return confidence === 0 ? undefined : { line, item, amountMinor: item.openMinor, quality, fit: 'over', confidence };
  }
  let confidence = sureness[quality][fit.kind];
  if (fit.kind === 'deducted' && !fit.sure) confidence = quality === 'none' ? 0.35 : Math.min(confidence, sureness[quality].partial);
  // A remark about a part makes a part likelier and a whole less likely, unless the reference is certain.
  if (fit.kind === 'partial' && memo.partial && quality !== 'full') confidence += 0.03;
  if (fit.kind === 'exact' && memo.partial && quality !== 'full') confidence -= 0.3;
  confidence -= quality === 'full' ? 0 : (1 - item.party.strength) * 0.1;
  const adjustment = fit.kind === 'deducted' ? { amountMinor: fit.differenceMinor, reason: fit.reason } : undefined;
  return { line, item, amountMinor: line.amountMinor, quality, fit: fit.kind, adjustment, confidence };
}

/** Best first. When several options without a reference are equally good none is sure. */
function ranked(options: LineOption[]): LineOption[] {
  const sorted = options.sort(
    (a, b) => b.confidence - a.confidence || (a.item.claim.due ?? '9').localeCompare(b.item.claim.due ?? '9') || (a.item.claim.id < b.item.claim.id ? -1 : 1),
  );
  const [first, second] = sorted;
  if (first === undefined || second === undefined || second.confidence < first.confidence) return sorted;
  return sorted.map((option) => (option.confidence === first.confidence ? { ...option, confidence: Math.min(option.confidence, 0.52) } : option));
}
