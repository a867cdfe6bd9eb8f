import { decimalOf } from '../../core/model/money.ts';
import { leaksOf } from '../../core/receivables/book/conservation.ts';
import { stateHash } from '../../core/receivables/book/stateHash.ts';
import { undoGroup } from '../../core/receivables/book/undo.ts';
import { Desk } from '../../core/receivables/desk/desk.ts';
import { writeCsv } from '../../core/receivables/report/csvWriter.ts';
import { shownProposals } from '../../core/receivables/report/reconcile/output.ts';
import { type ReconcileOutcome, reconcileFiles } from '../../core/receivables/report/reconcile/reconcile.ts';
import { type Bar, dataText, share } from './receivablesBar.ts';

interface CashSet {
  readonly invoices: readonly Record<string, string | number>[];
  readonly payments: readonly Record<string, string | number>[];
  readonly remittance_lines: readonly Record<string, string | number>[];
  readonly ground_truth: {
    readonly applications: readonly { readonly payment_id: string; readonly invoice_id: string; readonly applied_amount: number; readonly match_type: string }[];
  };
}

const sets = ['n10', 'n30', 'n100', 'n300'];
/** Sets that are large enough for the bars to mean something. */
const judged = new Set(['n100', 'n300']);

/** Bars of cash application: F1 and precision of everything shown, precision and coverage of what is automatic, conservation and undo. */
export function cashBars(): Bar[] {
  return sets.flatMap((name) => {
    const text = dataText('cash_application', `${name}_seed42.json`);
    return text === undefined ? [] : barsOf(name, JSON.parse(text) as CashSet);
  });
}

function barsOf(name: string, set: CashSet): Bar[] {
  const file = (rows: CashSet['invoices']) => ({ name, bytes: new TextEncoder().encode(csvOf(rows)) });
  const outcome = reconcileFiles({ invoices: [file(set.invoices)], receipts: [file(set.payments)], remittances: [file(set.remittance_lines)] });
  const truth = new Map(set.ground_truth.applications.map((a) => [`${a.payment_id}>${a.invoice_id}=${a.applied_amount.toFixed(2)}`, a.match_type]));
  const all = keysOf(outcome, false);
  const auto = keysOf(outcome, true);
  const [hits, autoHits] = [all.filter((key) => truth.has(key)).length, auto.filter((key) => truth.has(key)).length];
  const [precision, recall] = [hits / Math.max(1, all.length), hits / truth.size];
  const f1 = (2 * precision * recall) / (precision + recall);
  const must = judged.has(name);
  return [
    { name: `cash application ${name}: F1`, value: f1.toFixed(4), bar: '≥ .98', ok: !must || f1 >= 0.98, details: typesOf(truth, new Set(all), new Set(auto)) },
    { name: `cash application ${name}: precision`, value: share(hits, all.length), bar: '≥ .995', ok: !must || precision >= 0.995, details: all.filter((key) => !truth.has(key)) },
    {
      name: `cash application ${name}: automatic precision`,
      value: share(autoHits, auto.length),
      bar: '≥ .999',
      ok: autoHits >= auto.length * 0.999,
      details: auto.filter((key) => !truth.has(key)),
    },
    { name: `cash application ${name}: automatic coverage`, value: share(autoHits, truth.size), bar: '≥ .596', ok: !must || autoHits / truth.size >= 0.596 },
    undoBar(name, outcome),
  ];
}

function csvOf(rows: CashSet['invoices']): string {
  const header = Object.keys(rows[0] ?? {});
  return writeCsv(
    header,
    rows.map((row) => header.map((column) => row[column] ?? null)),
  );
}

function keysOf(outcome: ReconcileOutcome, auto: boolean): string[] {
  return shownProposals(outcome)
    .filter((proposal) => !auto || proposal.status === 'confirmed')
    .flatMap((proposal) => proposal.allocations.map((a) => `${proposal.receipt}>${a.claim}=${decimalOf({ minor: a.receiptMinor, currency: proposal.currency })}`));
}

function typesOf(truth: ReadonlyMap<string, string>, all: ReadonlySet<string>, auto: ReadonlySet<string>): string[] {
  const types = Map.groupBy(truth, ([, type]) => type);
  return [...types]
    .sort()
    .map(([type, rows]) => `${type}: ${rows.filter(([key]) => all.has(key)).length}/${rows.length} found, ${rows.filter(([key]) => auto.has(key)).length} automatic`);
}

/** Undoes every automatic group, newest first: the state is the one before any match. */
function undoBar(name: string, outcome: ReconcileOutcome): Bar {
  const { book } = outcome.desk;
  const before = new Desk([]);
  before.load([...book.claims()].map((claim) => ({ type: 'claim', claim })));
  before.load([...book.receipts.values()].map((receipt) => ({ type: 'receipt', receipt })));
  const leaks = leaksOf(book).length;
  const groups = [...book.groups.keys()].toReversed();
  for (const group of groups) outcome.desk.load(undoGroup(book, group, { date: '2026-01-01', by: 'eval', reason: 'eval' }));
  const ok = leaks === 0 && stateHash(book) === stateHash(before.book);
  return { name: `cash application ${name}: undo of ${groups.length} groups restores the state hash`, value: ok ? 'yes' : `no (${leaks} leaks)`, bar: 'yes', ok };
}
