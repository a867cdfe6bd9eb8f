import type { BookException } from '../../book/exceptions.ts';
import { Desk } from '../../desk/desk.ts';
import type { DirectoryParty } from '../../match/directory.ts';
import type { OpenReason } from '../../match/openReasons.ts';
import type { MatchPolicy } from '../../match/policy.ts';
import type { Fact } from '../../model/fact.ts';
import type { Proposal } from '../../model/proposal.ts';
import { RefusedFile } from '../../model/refusal.ts';
import type { CsvOptions } from '../../readers/csv/read.ts';
import { readInvoice } from '../../readers/readInvoice.ts';
import { readStatements } from '../../readers/readStatements.ts';
import { claimOfDocument, claimsFromCsv, creditsFromCsv, type NamedClaimRow } from './claims.ts';
import { Companies } from './companies.ts';
import { factsFromStatements, receiptsFromCsv, remittancesFromCsv } from './receipts.ts';
import { type InputFile, type InputRefusal, readTable } from './table.ts';

/** The files of `syncline reconcile`. Invoices are CSV, UBL, CII or 数电票; receipts are CSV or any bank file. */
export interface ReconcileInput {
  readonly invoices: readonly InputFile[];
  readonly receipts: readonly InputFile[];
  readonly remittances?: readonly InputFile[];
  readonly credits?: readonly InputFile[];
  readonly customers?: readonly InputFile[];
}

/** How to reconcile. */
export interface ReconcileOptions extends CsvOptions {
  /** Only what is sure. */
  readonly auto?: boolean;
  readonly policy?: MatchPolicy;
}

/** What came out: every receipt is in `proposals` or in `open`, every file or row that was not used in `refused`. */
export interface ReconcileOutcome {
  readonly desk: Desk;
  readonly proposals: readonly Proposal[];
  readonly open: readonly { readonly receipt: string; readonly reason: OpenReason }[];
  readonly exceptions: readonly BookException[];
  readonly refused: readonly InputRefusal[];
  readonly debits: number;
  readonly unmatchedReversals: readonly string[];
}

/** Amounts of files that name no currency at all are read with two digits. */
const digitsOf = 'EUR';

/** Reads all files, puts them into one desk and solves it. Nothing is posted: the outcome is proposals. */
export function reconcileFiles(input: ReconcileInput, options: ReconcileOptions = {}): ReconcileOutcome {
  const refused: InputRefusal[] = [];
  const currency = options.currency ?? digitsOf;
  const each = <T>(files: readonly InputFile[] | undefined, read: (file: InputFile) => T): T[] =>
    (files ?? []).map((file) => orRefused(file, refused, () => read(file))).filter((read) => read !== undefined);
  const read = [...each(input.invoices, (file) => claimsOf(file, currency, refused)).flat(), ...each(input.credits, (file) => creditsFromCsv(file, currency, refused)).flat()];
  const companies = new Companies(read);
  const claims = read.map((row) => companies.ofClaim(row));
  const bank = each(input.receipts, (file) => receiptFacts(file, currency, options, refused));
  const facts = bank.flatMap((b) => b.facts);
  const currencies = new Map(facts.flatMap((fact) => (fact.type === 'receipt' ? [[fact.receipt.id, fact.receipt.currency] as const] : [])));
  const remittances = new Map(each(input.remittances, (file) => [...remittancesFromCsv(file, (payment) => currencies.get(payment) ?? currency, refused)]).flat(1));
  const desk = new Desk(partiesOf(claims, each(input.customers, customersFromCsv).flat()), { policy: options.policy });
  desk.load(claims.map(({ claim }): Fact => ({ type: 'claim', claim })));
  desk.load(
    facts.map((fact): Fact => {
      if (fact.type !== 'receipt') return fact;
      const remittance = remittances.get(fact.receipt.id);
      return { type: 'receipt', receipt: companies.ofReceipt(remittance === undefined ? fact.receipt : { ...fact.receipt, remittance }) };
    }),
  );
  const { proposals, open: left } = desk.solveAll();
  const open = left.map(({ receipt, reason }) => {
    const known = desk.book.receipts.get(receipt);
    return { receipt, reason: known !== undefined && companies.isUnknown(known) ? { kind: 'company_unknown' as const, evidence: [] } : reason };
  });
  const wanted = proposals.filter((p) => (options.auto === true ? p.status === 'confirmed' : true));
  const told = new Set([...wanted, ...open].map(({ receipt }) => receipt));
  const unsure = new Set(proposals.flatMap(({ receipt }) => (told.has(receipt) ? [] : [receipt])));
  return {
    desk,
    proposals: wanted,
    open: [...open, ...[...unsure].map((receipt) => ({ receipt, reason: { kind: 'unsure' as const, evidence: [] } }))],
    exceptions: desk.exceptions(),
    refused,
    debits: bank.reduce((n, b) => n + b.debits, 0),
    unmatchedReversals: bank.flatMap((b) => b.unmatchedReversals),
  };
}

function orRefused<T>(file: InputFile, refused: InputRefusal[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RefusedFile)) throw error;
    refused.push({ ...error.refusal, file: file.name });
    return undefined;
  }
}

function claimsOf(file: InputFile, currency: string, refused: InputRefusal[]): NamedClaimRow[] {
  if (!startsAsXml(file)) return claimsFromCsv(file, currency, refused);
  const read = readInvoice(file.bytes, file.name);
  if (read.refused !== undefined) refused.push({ ...read.refused, file: file.name });
  return read.invoices.flatMap(({ document, refused: why }) => {
    if (why !== undefined) refused.push({ ...why, file: file.name, record: document?.number });
    return document === undefined || why !== undefined ? [] : [claimOfDocument(document)];
  });
}

function receiptFacts(
  file: InputFile,
  currency: string,
  options: ReconcileOptions,
  refused: InputRefusal[],
): { facts: Fact[]; debits: number; unmatchedReversals: readonly string[] } {
  const head = Buffer.from(file.bytes.subarray(0, 4_000)).toString('latin1').split(/\r?\n/, 1)[0] ?? '';
  if (/payment_id/i.test(head))
    return { facts: receiptsFromCsv(file, currency, refused).map((receipt): Fact => ({ type: 'receipt', receipt })), debits: 0, unmatchedReversals: [] };
  const read = readStatements(file.bytes, file.name, options);
  if (read.refused !== undefined) refused.push({ ...read.refused, file: file.name });
  return factsFromStatements(read.statements);
}

function startsAsXml(file: InputFile): boolean {
  return /^(?:\ufeff|\u00ef\u00bb\u00bf|\s)*</.test(Buffer.from(file.bytes.subarray(0, 200)).toString('latin1'));
}

/** Reads `customer_id, customer_name, alias?, account?`; several aliases or accounts are separated by `;`. */
function customersFromCsv(file: InputFile): DirectoryParty[] {
  const table = readTable(file, ['customer_id', 'customer_name']);
  return table.rows.flatMap((row) => {
    const id = row.text('customer_id');
    const list = (text: string | undefined): string[] =>
      (text ?? '')
        .split(';')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    if (id === undefined) return [];
    return [{ id, names: [row.text('customer_name') ?? '', ...list(row.text('alias', 'aliases'))], accounts: list(row.text('account', 'iban', 'accounts')) }];
  });
}

function partiesOf(claims: readonly NamedClaimRow[], customers: readonly DirectoryParty[]): DirectoryParty[] {
  const names = new Map<string, Set<string>>();
  for (const { claim, partyName } of claims) names.set(claim.party, (names.get(claim.party) ?? new Set()).add(partyName));
  return [...[...names].map(([id, set]) => ({ id, names: [...set].filter((name) => name !== '') })), ...customers];
}
