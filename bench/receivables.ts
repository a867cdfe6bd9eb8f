import { bucketsOf, solveBucket } from '../core/receivables/desk/buckets.ts';
import type { Claim } from '../core/receivables/model/claim.ts';
import { auditLine } from '../core/receivables/report/auditRow.ts';
import { type J2Data, j2Data } from './receivablesData.ts';

/** The J2 figures of one run: our CPU over that of plain Maps on the same rows, in the same process. */
export interface J2Measured {
  readonly ratio: number;
  readonly ours: number;
  readonly plain: number;
  readonly notes: readonly string[];
}

const invoices = 100_000;
const ratioMax = 3;
/** Runs of each; the median of their ratios counts. */
const rounds = 8;
/** Audit rows are handed over in pages of this size: small enough to stay in the processor's cache. */
const pageBytes = 64_000;

/** True when the ratio keeps the goal. */
export function judgeJ2(measured: J2Measured): boolean {
  return measured.ratio <= ratioMax;
}

/** Runs plain Maps and the desk on the same 100,000 invoices, several times in turn; the median ratio counts. */
export function measureJ2(): J2Measured {
  const data = j2Data(invoices);
  const [plain, ours] = [[] as number[], [] as number[]];
  let plainMatched = 0;
  let done = { matched: 0, rows: 0, bytes: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const floor = timed(() => matchWithMaps(data));
    const own = timed(() => matchWithDesk(data));
    plain.push(floor.cpu);
    ours.push(own.cpu);
    plainMatched = floor.result;
    done = own.result;
  }
  // Neighbours in time are compared, because others use the machine too; the first pair warms up.
  const ratio = median(ours.map((cpu, i) => cpu / (plain[i] as number)).slice(1));
  const [a, b] = [median(plain.slice(1)), median(ours.slice(1))];
  const written = `${done.rows} audit rows written (${(done.bytes / 1_000_000).toFixed(0)} MB)`;
  return {
    ratio,
    ours: b,
    plain: a,
    notes: [`plain Maps ${a.toFixed(2)} CPU s, ${plainMatched} invoices matched`, `desk ${b.toFixed(2)} CPU s, ${done.matched} invoices matched, ${written}`],
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

function timed<T>(run: () => T): { readonly result: T; readonly cpu: number } {
  const before = process.cpuUsage();
  const result = run();
  const used = process.cpuUsage(before);
  return { result, cpu: (used.user + used.system) / 1_000_000 };
}

/** The floor: what a script with Maps does. It writes its matches; no evidence, no checks, no audit. */
function matchWithMaps({ claims, receipts }: J2Data): number {
  const byNumber = new Map<string, Claim>();
  const byAmount = new Map<string, Claim[]>();
  const byParty = new Map<string, Claim[]>();
  const open = new Map<string, bigint>();
  for (const claim of claims) {
    byNumber.set(claim.number, claim);
    const key = `${claim.party}|${claim.totalMinor}`;
    byAmount.set(key, [...(byAmount.get(key) ?? []), claim]);
    const list = byParty.get(claim.party);
    if (list === undefined) byParty.set(claim.party, [claim]);
    else list.push(claim);
    open.set(claim.id, claim.totalMinor);
  }
  const rows: { payment: string; invoice: string; amount: bigint }[] = [];
  const take = (payment: string, claim: Claim, amount: bigint): void => {
    open.set(claim.id, (open.get(claim.id) ?? 0n) - amount);
    rows.push({ payment, invoice: claim.id, amount });
  };
  for (const receipt of receipts) {
    const number = /INV-\d+/.exec(receipt.text)?.[0];
    const named = number === undefined ? undefined : byNumber.get(number);
    if (named !== undefined) {
      const left = open.get(named.id) ?? 0n;
      take(receipt.id, named, receipt.amountMinor < left ? receipt.amountMinor : left);
      continue;
    }
    const equal = (byAmount.get(`${receipt.party}|${receipt.amountMinor}`) ?? []).filter((claim) => open.get(claim.id) === receipt.amountMinor);
    if (equal.length === 1) {
      take(receipt.id, equal[0] as Claim, receipt.amountMinor);
      continue;
    }
    const own = (byParty.get(receipt.party ?? '') ?? []).filter((claim) => (open.get(claim.id) ?? 0n) > 0n);
    const rest = new Map(own.map((claim) => [open.get(claim.id), claim]));
    const first = own.find((claim) => rest.has(receipt.amountMinor - (open.get(claim.id) ?? 0n)) && rest.get(receipt.amountMinor - (open.get(claim.id) ?? 0n)) !== claim);
    if (first === undefined) continue;
    const second = rest.get(receipt.amountMinor - (open.get(first.id) ?? 0n)) as Claim;
    for (const claim of [first, second]) take(receipt.id, claim, open.get(claim.id) ?? 0n);
  }
  let page = '';
  for (const row of rows) page += `${row.payment},${row.invoice},${row.amount}\n`;
  return Buffer.from(page).length > 0 ? rows.length : 0;
}

/** Ours: split into buckets, solved one by one with all checks, every allocation written as a row of the audit log. */
function matchWithDesk({ claims, receipts }: J2Data): { matched: number; rows: number; bytes: number } {
  let [matched, rows, bytes] = [0, 0, 0];
  let page = '';
  for (const bucket of bucketsOf(claims, receipts, (party) => [`Customer ${party}`]).buckets) {
    for (const proposal of solveBucket(bucket).proposals) {
      if (proposal.status === 'hidden') continue;
      matched += proposal.allocations.length;
      rows += 1;
      page += auditLine(proposal);
    }
    if (page.length < pageBytes) continue;
    bytes += Buffer.from(page).length;
    page = '';
  }
  return { matched, rows, bytes: bytes + Buffer.from(page).length };
}

if (process.argv[1] === import.meta.filename) {
  const measured = measureJ2();
  console.log(`J2 ratio ${measured.ratio.toFixed(2)} (goal ≤ ${ratioMax})\n${measured.notes.join('\n')}`);
  process.exitCode = judgeJ2(measured) ? 0 : 1;
}
