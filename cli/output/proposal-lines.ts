import type { DecisionView, ExplanationView, MatchView, OpenReceiptView, ProposalView } from '../../core/receivables/answers/views.ts';
import { type Io, told } from '../io.ts';
import { decimal } from './amounts.ts';
import { printable } from './printable.ts';

/** Characters of a receipt's id that name it: enough to copy, few enough to read. */
const idCharsMin = 10;

/** A receipt with what may be done about it. */
export function receiptLines(receipt: OpenReceiptView, io: Io, others: readonly string[] = []): string[] {
  const { amount, left, date, payer, text, reason } = receipt;
  const part = left === amount.amount ? '' : told(io, { en: ` · ${decimal(left)} left`, zh: ` · 余 ${decimal(left)}` });
  const head = `${io.paint.bold(shortId(receipt.receipt, others))}  ${date}  ${amount.currency} ${decimal(amount.amount)}${part}  ${printable(payer) || '–'}`;
  const said = text === '' ? [] : [`    ${io.paint.dim(`“${printable(text).slice(0, 140)}”`)}`];
  const none = reason === undefined ? [] : [`    ${io.paint.yellow('?')} ${told(io, reason)}`];
  return [head, ...said, ...none, ...receipt.proposals.flatMap((proposal) => proposalLines(proposal, receipt.proposals.length > 1, io))];
}

/** The beginning of an id that no other one has. */
export function shortId(id: string, others: readonly string[]): string {
  for (let length = idCharsMin; length < id.length; length += 2) {
    const short = id.slice(0, length);
    if (!others.some((other) => other !== id && other.startsWith(short))) return short;
  }
  return id;
}

const statuses: Readonly<Record<ProposalView['status'], { readonly en: string; readonly zh: string }>> = {
  confirmed: { en: 'sure', zh: '确定' },
  suggested: { en: 'suggested', zh: '建议' },
  ambiguous: { en: 'ambiguous', zh: '有歧义' },
  hidden: { en: 'weak', zh: '较弱' },
  manual: { en: 'by a person', zh: '人工' },
};

function proposalLines(proposal: ProposalView, several: boolean, io: Io): string[] {
  const { id, status, confidence, applies, adjusts, onAccount, why, held, needsTwo, firstBy, alternatives } = proposal;
  const parts = [
    ...applies.map(
      (line) =>
        `${printable(line.invoice)} ${decimal(line.amount)}${line.amount === line.open ? '' : told(io, { en: ` of ${decimal(line.open)}`, zh: `（未清 ${decimal(line.open)}）` })}`,
    ),
    ...adjusts.map((line) => `${printable(line.invoice)} ${told(io, { en: 'less', zh: '扣减' })} ${decimal(line.amount)} (${line.reason})`),
    ...(/[1-9]/.test(onAccount) ? [told(io, { en: `${decimal(onAccount)} stays on account`, zh: `${decimal(onAccount)} 留作预收` })] : []),
  ];
  const customer = applies[0] === undefined ? '' : ` · ${printable(applies[0].customer.name)}`;
  const two = needsTwo
    ? io.paint.yellow(
        told(io, {
          en: ` · two people${firstBy === undefined ? '' : ` (first: ${printable(firstBy)})`}`,
          zh: ` · 双人复核${firstBy === undefined ? '' : `（第一人：${printable(firstBy)}）`}`,
        }),
      )
    : '';
  return [
    `    → ${parts.join(' + ')}${customer}  ${io.paint.cyan(told(io, statuses[status]))} ${Math.round(confidence * 100)} %${two}${several ? io.paint.dim(`  --option ${id}`) : ''}`,
    `      ${io.paint.dim(printable(told(io, why)))}`,
    ...(held === undefined || told(io, why).includes(told(io, held).replace(/[.。]$/, '')) ? [] : [`      ${io.paint.yellow(told(io, held))}`]),
    ...alternatives
      .slice(0, 3)
      .map((other) => `      ${io.paint.dim(`${told(io, { en: 'or', zh: '或' })} ${other.invoices.map(printable).join(' + ')}: ${printable(other.why)}`)}`),
  ];
}

/** A stored match. */
export function matchLines(match: MatchView, io: Io): string[] {
  const { id, origin, date, by, approvedBy, applies, adjusts, reversed, why, rate, inErp } = match;
  const people = approvedBy === undefined ? by : `${by}, ${approvedBy}`;
  const state =
    reversed === undefined
      ? inErp === undefined
        ? ''
        : `  ${io.paint.cyan(`ERP: ${inErp}`)}`
      : io.paint.yellow(told(io, { en: `  undone ${reversed.date} by ${reversed.by}`, zh: `  ${reversed.date} 由 ${reversed.by} 撤销` }));
  return [
    `${io.paint.bold(id)}  ${date}  ${origin === 'us' ? printable(people) : origin}${state}`,
    ...applies.map((line) => `    ${printable(line.invoice)}  ${line.currency} ${decimal(line.amount)}${line.payer === undefined ? '' : `  ← ${printable(line.payer)}`}`),
    ...adjusts.map(
      (line) =>
        `    ${printable(line.invoice)}  ${line.currency} ${decimal(line.amount)}  ${line.reason === 'opening' ? told(io, { en: 'settled before, or in the ERP', zh: '此前或 ERP 已结清' }) : `${told(io, { en: 'without money', zh: '无资金' })}: ${line.reason}`}`,
    ),
    ...(rate === undefined ? [] : [`    ${told(io, { en: `at ${rate.value}, by ${printable(rate.source)}`, zh: `汇率 ${rate.value}（${printable(rate.source)}）` })}`]),
    ...(why === undefined ? [] : [`    ${io.paint.dim(printable(told(io, why)))}`]),
    ...(reversed === undefined || reversed.reason === '' ? [] : [`    ${io.paint.dim(`“${printable(reversed.reason)}”`)}`]),
  ];
}

/** What a decision did. */
export function decisionLines({ state, sentence, matches, remembered }: DecisionView, io: Io): string[] {
  const mark = state === 'done' ? io.paint.green('✓') : io.paint.yellow('…');
  return [
    `${mark} ${told(io, sentence)}`,
    ...matches.flatMap((match) => matchLines(match, io)),
    ...remembered.map(({ value, customer, id }) =>
      io.paint.dim(
        told(io, {
          en: `“${printable(value)}” is remembered as ${printable(customer.name)} (alias revoke ${id})`,
          zh: `已记住“${printable(value)}”为 ${printable(customer.name)}（alias revoke ${id}）`,
        }),
      ),
    ),
  ];
}

/** Why something is as it is. */
export function explanationLines({ subject, id, sentence, receipt, invoice, matches }: ExplanationView, io: Io): string[] {
  const sums =
    invoice === undefined
      ? []
      : [
          `${printable(invoice.invoice)}  ${printable(invoice.customer.name)}  ${invoice.currency} ${decimal(invoice.total)}, ${told(io, { en: 'open', zh: '未清' })} ${decimal(invoice.open)}  ${io.paint.dim(id)}`,
        ];
  const about = subject === 'receipt' && receipt !== undefined ? receiptLines(receipt, io) : sums;
  return [...about, told(io, sentence), ...(matches.length === 0 ? [] : ['']), ...matches.flatMap((match) => matchLines(match, io))];
}
