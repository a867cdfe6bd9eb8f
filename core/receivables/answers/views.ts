import * as z from 'zod';
import { amountView, countView, list, momentView, sentenceView } from '../../sync/views/basics.ts';

const day = z.string().describe('YYYY-MM-DD');
const customer = z.object({ id: z.string(), name: z.string() }).describe('`id` is an entity');
const text = z.string();

const ageings = ['notDue', '1-30', '31-60', '61-90', '>90'] as const;

/** Where an amount that was owed went. */
const sums = {
  total: text.describe('Invoiced'),
  received: text.describe('Money applied'),
  credited: text.describe('Netted with credit notes'),
  adjusted: text.describe('Written off: discounts, fees, tax, differences, bad debt'),
  settled: text.describe('Settled in the ERP or before the cut-over'),
  open: text,
};

/** One receivable as of a day. Amounts are decimals of `currency`. */
const receivableView = z.object({
  id: text.describe('Entity id of the invoice or credit note'),
  company: text,
  customer,
  invoice: text,
  contract: text.optional(),
  currency: text,
  issued: day.optional(),
  due: day.optional(),
  ...sums,
  ageing: z.enum(ageings),
  disputed: z.boolean(),
});

/** Sums of receivables; they tie out with the rows: total = received + credited + adjusted + settled + open. */
const receivableTotalView = z.object({
  company: text,
  customer: customer.optional(),
  currency: text,
  count: countView,
  ...sums,
  overdue: text,
  disputed: text,
  ageing: z.partialRecord(z.enum(ageings), text).describe('Open amounts by days past due; disputed ones stand apart'),
});

/** The money of one contract with one customer. agreed = invoiced − credited + toBill; invoiced − credited = received + netted + adjusted + settled + open. */
const contractView = z.object({
  company: text,
  customer,
  contract: text.optional().describe('Absent: invoices that name none'),
  status: z.enum(['draft', 'active', 'ended', 'cancelled']).optional().describe('Absent: no system knows the contract'),
  currency: text,
  count: countView.describe('Invoices and credit notes'),
  agreed: text.optional().describe('Absent where no contract in force says so'),
  invoiced: text.describe('Before credit notes'),
  credited: text.describe('Credit notes'),
  toBill: text.optional().describe('Agreed and not invoiced yet; below zero: invoiced too much'),
  received: sums.received,
  netted: text.describe('Netted with credit notes of other contracts'),
  adjusted: sums.adjusted,
  settled: sums.settled,
  open: text,
  overdue: text,
});

/** Sums of contracts, one per company and currency. `agreed` and `toBill` are over the contracts that say so. */
const contractTotalView = contractView.omit({ customer: true, contract: true, status: true }).extend({ contracts: countView });

/** Sales against finance, contract by contract. */
export const contractsView = z.object({
  asOf: day,
  rows: list(contractView).describe('Largest open amount first'),
  more: z.boolean().describe('There are more rows than are shown; the sums are over all'),
  totals: list(contractTotalView),
});

/** What is open, and what money is not identified. */
export const receivablesView = z.object({
  asOf: day,
  takingIn: countView.optional().describe('Documents from before receivables were switched on are still being taken in: so many so far'),
  rows: list(receivableView),
  more: z.boolean().describe('There are more rows than are shown; the sums are over all'),
  /** Per company and currency. */
  totals: list(receivableTotalView),
  customers: list(receivableTotalView),
  /** Money that came in and is not (wholly) applied. */
  unapplied: list(z.object({ company: text, currency: text, count: countView, amount: text })),
});

const evidence = z.object({ rule: text, sentence: sentenceView });

/** A possible match, and why. */
const proposalView = z.object({
  id: text,
  status: z.enum(['confirmed', 'suggested', 'ambiguous', 'hidden', 'manual']),
  confidence: z.number(),
  pass: text,
  applies: list(z.object({ id: text, invoice: text, customer, amount: text, open: text })),
  adjusts: list(z.object({ id: text, invoice: text, amount: text, reason: text })),
  onAccount: text.describe('What stays unapplied of the receipt'),
  why: sentenceView,
  evidence: list(evidence),
  alternatives: list(z.object({ invoices: list(text), confidence: z.number(), why: text })),
  held: sentenceView.optional().describe('Why it is not automatic'),
  needsTwo: z.boolean().describe('Two people must agree'),
  firstBy: text.optional().describe('The first of two people'),
});

/** A receipt that is not wholly applied, with what may be done about it. */
export const openReceiptView = z.object({
  receipt: text,
  company: text,
  source: z.enum(['bank', 'erp']),
  date: day,
  payer: text,
  text,
  amount: amountView,
  left: text,
  proposals: list(proposalView),
  reason: sentenceView.optional().describe('Why nothing is proposed'),
  reasonKind: text.optional(),
});

/** Everything a person may decide about money that came in. */
export const proposalsView = z.object({ receipts: list(openReceiptView), more: z.boolean().describe('There are more than are shown') });

/** Something that a person should look at. */
const exceptionView = z.object({
  kind: text,
  company: text,
  id: text,
  document: text,
  customer: customer.optional(),
  amount: amountView,
  sentence: sentenceView,
  todo: sentenceView.describe('What to do about it'),
});

/** The short list of exceptions. */
export const exceptionsView = z.object({ exceptions: list(exceptionView), byKind: z.record(z.string(), countView) });

/** A match as it is stored. */
const matchView = z.object({
  id: text,
  origin: z.enum(['erp', 'us', 'opening']),
  company: text,
  date: day,
  by: text,
  approvedBy: text.optional(),
  at: momentView,
  applies: list(z.object({ receipt: text.optional(), payer: text.optional(), id: text, invoice: text, amount: text, currency: text })),
  adjusts: list(z.object({ id: text, invoice: text, amount: text, currency: text, reason: text })),
  reversed: z.object({ date: day, by: text, reason: text }).optional(),
  why: sentenceView.optional().describe('What spoke for it when it was made'),
  confidence: z.number().optional(),
  evidence: list(evidence),
  rate: z.object({ value: text, source: text }).optional().describe('Units of the invoice’s currency for one of the money’s, and who says so'),
  inErp: z.enum(['sending', 'unsure', 'applied', 'confirmed', 'rejected']).optional().describe('How far its payment is on its way into the ERP'),
});

/** Why something is as it is: a receipt, an invoice or a match, with all that bears on it. */
export const explanationView = z.object({
  subject: z.enum(['receipt', 'invoice', 'match']),
  id: text,
  sentence: sentenceView,
  receipt: openReceiptView.optional(),
  invoice: receivableView.optional(),
  matches: list(matchView),
});

/** What a decision did. */
export const decisionView = z.object({
  state: z.enum(['done', 'waits']).describe('`waits`: for a second person'),
  sentence: sentenceView,
  matches: list(matchView),
  remembered: list(z.object({ id: text, kind: z.enum(['name', 'account']), value: text, customer })),
});

/** How far a company's books are closed. */
export const periodView = z.object({
  company: text,
  state: z.enum(['open', 'closing', 'closed']).describe('`closing`: nothing more is let in, the proof follows within minutes'),
  closedThrough: day.optional(),
  stateHash: text.optional().describe('Over everything that counted by then'),
  exceptions: z.record(z.string(), countView).optional().describe('Open when it was closed'),
  by: text.optional(),
  at: momentView.optional(),
  waits: sentenceView.optional().describe('A second person must agree first'),
  verified: z.enum(['same', 'changed', 'unproved']).optional().describe('Counted again just now'),
});

/** Periods of all companies. */
export const periodsView = z.object({ periods: list(periodView) });

/** What happened since a moment. */
export const changesView = z.object({
  since: momentView,
  counts: z.record(z.string(), countView),
  entries: list(z.object({ what: text, company: text, customer: customer.optional(), about: text, amount: amountView, by: text, at: momentView })),
  more: z.boolean(),
});

/** A customer's statement of one currency. */
const customerStatementView = z.object({
  company: text,
  customer,
  currency: text,
  from: day,
  to: day,
  rows: list(z.object({ date: day, what: text, document: text, amount: text, balance: text })),
  balance: text,
});

/** A customer's statements, one per company and currency. */
export const customerStatementsView = z.object({ statements: list(customerStatementView) });

/** What became of a bank file that was handed in. */
export const importView = z.object({
  file: text,
  format: text,
  state: z.enum(['taken', 'quarantined', 'refused']),
  statements: countView,
  added: countView.describe('Lines that are new'),
  known: countView.describe('Lines that were known'),
  reason: sentenceView.optional().describe('Why nothing was taken'),
});

/** A payer's name or account that people confirmed. */
export const aliasView = z.object({ id: text, kind: z.enum(['name', 'account']), value: text, customer, by: text, at: momentView, revoked: z.boolean() });

/** All aliases. */
export const aliasesView = z.object({ aliases: list(aliasView) });

/** See {@link receivablesView}. */
export type ReceivablesView = z.infer<typeof receivablesView>;
/** See {@link receivableView}. */
export type ReceivableView = z.infer<typeof receivableView>;
/** See {@link receivableTotalView}. */
export type ReceivableTotalView = z.infer<typeof receivableTotalView>;
/** See {@link contractsView}. */
export type ContractsView = z.infer<typeof contractsView>;
/** See {@link contractView}. */
export type ContractView = z.infer<typeof contractView>;
/** See {@link contractTotalView}. */
export type ContractTotalView = z.infer<typeof contractTotalView>;
/** See {@link proposalView}. */
export type ProposalView = z.infer<typeof proposalView>;
/** See {@link openReceiptView}. */
export type OpenReceiptView = z.infer<typeof openReceiptView>;
/** See {@link proposalsView}. */
export type ProposalsView = z.infer<typeof proposalsView>;
/** See {@link exceptionsView}. */
export type ExceptionsView = z.infer<typeof exceptionsView>;
/** See {@link matchView}. */
export type MatchView = z.infer<typeof matchView>;
/** See {@link explanationView}. */
export type ExplanationView = z.infer<typeof explanationView>;
/** See {@link decisionView}. */
export type DecisionView = z.infer<typeof decisionView>;
/** See {@link periodView}. */
export type PeriodView = z.infer<typeof periodView>;
/** See {@link changesView}. */
export type ChangesView = z.infer<typeof changesView>;
/** See {@link customerStatementsView}. */
export type CustomerStatementsView = z.infer<typeof customerStatementsView>;
/** See {@link importView}. */
export type ImportView = z.infer<typeof importView>;
/** See {@link aliasView}. */
export type AliasView = z.infer<typeof aliasView>;
