import type { AliasView, ChangesView, CustomerStatementsView, ExceptionsView, ImportView, PeriodView } from '../../core/receivables/answers/views.ts';
import { type Io, told } from '../io.ts';
import { count, counted, decimal } from './amounts.ts';
import { printable } from './printable.ts';
import { type Cell, table } from './table.ts';

const right = 'right' as const;

/** What a person should look at, each with what to do. */
export function exceptionLines({ exceptions }: ExceptionsView, io: Io): string[] {
  if (exceptions.length === 0) return [`${io.paint.green('✓')} ${told(io, { en: 'No exceptions.', zh: '没有异常。' })}`];
  return exceptions.flatMap(({ sentence, todo, customer }) => [
    `${io.paint.yellow('•')} ${printable(told(io, sentence))}${customer === undefined ? '' : io.paint.dim(`  ${printable(customer.name)}`)}`,
    `    ${io.paint.dim(printable(told(io, todo)))}`,
  ]);
}

const whats: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  invoice: { en: 'invoice', zh: '发票' },
  creditNote: { en: 'credit note', zh: '贷项通知' },
  changed: { en: 'changed', zh: '变更' },
  receipt: { en: 'receipt', zh: '收款' },
  allocated: { en: 'allocated', zh: '核销' },
  undone: { en: 'undone', zh: '反核销' },
  chargedBack: { en: 'charged back', zh: '银行退回' },
  rejected: { en: 'rejected', zh: '拒绝建议' },
  disputed: { en: 'disputed', zh: '争议' },
  settled: { en: 'dispute settled', zh: '争议解决' },
  closed: { en: 'closed', zh: '结账' },
  reopened: { en: 'reopened', zh: '反结账' },
  sameMoney: { en: 'same money', zh: '同一笔款' },
};

/** What happened, newest first. */
export function changeLines({ since, counts, entries, more }: ChangesView, io: Io): string[] {
  const at = since.slice(0, 16).replace('T', ' ');
  const summary = Object.entries(counts).map(([what, n]) => `${told(io, whats[what] ?? { en: what, zh: what })} ${count(n)}`);
  const title = told(io, { en: `Since ${at} UTC`, zh: `自 ${at} UTC` });
  if (entries.length === 0) return [`${title}: ${told(io, { en: 'nothing.', zh: '无。' })}`];
  const rows = entries.map(({ at: when, what, amount, customer, about, by }): Cell[] => [
    when.slice(5, 16).replace('T', ' '),
    told(io, whats[what] ?? { en: what, zh: what }),
    amount.currency,
    amount.amount === '' ? '' : decimal(amount.amount),
    printable(customer?.name ?? ''),
    printable(about),
    printable(by),
  ]);
  const head = [{ title: '' }, { title: '' }, { title: '' }, { title: '', align: right }, { title: '', grow: true as const }, { title: '', grow: true as const }, { title: '' }];
  return [`${io.paint.bold(title)}  ${summary.join(' · ')}`, '', ...table(head, rows, io), ...(more ? [io.paint.dim(told(io, { en: 'There are more.', zh: '还有更多。' }))] : [])];
}

/** What a row of a customer's statement is. */
const moves: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  opening: { en: 'opening balance', zh: '期初余额' },
  invoice: { en: 'invoice', zh: '发票' },
  creditNote: { en: 'credit note', zh: '贷项通知' },
  payment: { en: 'payment', zh: '收款' },
  onAccount: { en: 'payment on account', zh: '预收款' },
  credit: { en: 'credit applied', zh: '贷项冲抵' },
  adjustment: { en: 'adjustment', zh: '差异调整' },
  settled: { en: 'settled before, or in the ERP', zh: '此前或 ERP 已结清' },
  reversal: { en: 'reversal', zh: '反核销' },
};

/** A customer's statements. */
export function customerStatementLines({ statements }: CustomerStatementsView, io: Io): string[] {
  if (statements.length === 0) return [told(io, { en: 'Nothing was invoiced to this customer.', zh: '该客户没有任何发票。' })];
  return statements.flatMap(({ company, customer, currency, from, to, rows, balance }) => {
    const cells = rows.map(({ date, what, document, amount, balance: after }): Cell[] => [
      date,
      told(io, moves[what] ?? { en: what, zh: what }),
      printable(document),
      what === 'opening' ? '' : decimal(amount),
      decimal(after),
    ]);
    const head = [
      { title: told(io, { en: 'DATE', zh: '日期' }) },
      { title: '' },
      { title: told(io, { en: 'DOCUMENT', zh: '单据' }), grow: true as const },
      { title: currency, align: right },
      { title: told(io, { en: 'BALANCE', zh: '余额' }), align: right },
    ];
    const last = told(io, { en: `Balance ${currency} ${decimal(balance)}`, zh: `余额 ${currency} ${decimal(balance)}` });
    return [`${io.paint.bold(printable(customer.name))}  ${printable(company)}  ${from} – ${to}`, '', ...table(head, cells, io), io.paint.bold(last), ''];
  });
}

/** How far books are closed. */
export function periodLines(periods: readonly PeriodView[], io: Io): string[] {
  if (periods.length === 0) return [told(io, { en: 'There are no receivables yet.', zh: '尚无应收数据。' })];
  return periods.flatMap(({ company, state, closedThrough, stateHash, exceptions, by, verified, waits }) => {
    const name = io.paint.bold(printable(company) || '–');
    if (waits !== undefined) return [`${io.paint.yellow('…')} ${name}  ${told(io, waits)}`];
    if (closedThrough === undefined) return [`${name}  ${told(io, { en: 'open', zh: '未结账' })}`];
    const open = Object.entries(exceptions ?? {}).map(([kind, n]) => `${kind} ${count(n)}`);
    const proof =
      verified === undefined
        ? ''
        : verified === 'same'
          ? io.paint.green(told(io, { en: '  ✓ counted again: the same', zh: '  ✓ 重新计算一致' }))
          : io.paint.red(told(io, { en: `  ✗ counted again: ${verified}`, zh: `  ✗ 重新计算：${verified}` }));
    return [
      `${name}  ${told(io, { en: `${state} through ${closedThrough}`, zh: `${state === 'closed' ? '已结账' : '结账中'}至 ${closedThrough}` })}  ${printable(by ?? '')}${proof}`,
      ...(stateHash === undefined ? [] : [`    ${io.paint.dim(stateHash)}`]),
      ...(open.length === 0 ? [] : [`    ${told(io, { en: 'open then', zh: '结账时未处理' })}: ${open.join(' · ')}`]),
    ];
  });
}

/** Payers that people confirmed. */
export function aliasLines(aliases: readonly AliasView[], io: Io): string[] {
  if (aliases.length === 0) return [told(io, { en: 'No payer was confirmed yet.', zh: '尚未确认任何付款方。' })];
  const rows = aliases.map(({ id, kind, value, customer, by, at, revoked }): Cell[] => [
    id,
    kind === 'name' ? told(io, { en: 'name', zh: '户名' }) : told(io, { en: 'account', zh: '账户' }),
    printable(value),
    `= ${printable(customer.name)}`,
    printable(by),
    at.slice(0, 10),
    revoked ? { text: told(io, { en: 'revoked', zh: '已撤销' }), paint: io.paint.yellow } : '',
  ]);
  return table([{ title: '' }, { title: '' }, { title: '', grow: true }, { title: '', grow: true }, { title: '' }, { title: '' }, { title: '' }], rows, io);
}

/** What became of a bank file. */
export function importLines({ file, format, state, statements, added, known, reason }: ImportView, io: Io): string[] {
  if (state !== 'taken') return [`${io.paint.red('✗')} ${printable(file)}${reason === undefined ? '' : `: ${printable(told(io, reason))}`}`];
  const what = told(io, {
    en: `${counted(statements, 'statement')}, ${counted(added, 'new line')}, ${count(known)} known`,
    zh: `${count(statements)} 份对账单，新增 ${count(added)} 行，已有 ${count(known)} 行`,
  });
  return [`${io.paint.green('✓')} ${printable(file)}  ${io.paint.dim(format)}  ${what}`];
}
