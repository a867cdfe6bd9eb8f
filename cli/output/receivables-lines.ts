import type { ReceivablesView, ReceivableTotalView } from '../../core/receivables/answers/views.ts';
import { type Io, told } from '../io.ts';
import { amounts, count, decimal } from './amounts.ts';
import { printable } from './printable.ts';
import { type Cell, type Column, table } from './table.ts';

/** How the list is grouped. */
export const groupings = ['invoice', 'customer', 'contract', 'company'] as const;

/** One of {@link groupings}. */
export type Grouping = (typeof groupings)[number];

const groupsOf = { customer: 'customers', company: 'totals' } as const;

/** Columns of amounts: one that is zero everywhere is left out. */
const sums = [
  ['total', { en: 'INVOICED', zh: '开票' }],
  ['received', { en: 'RECEIVED', zh: '已收' }],
  ['credited', { en: 'CREDITED', zh: '红冲' }],
  ['adjusted', { en: 'WRITTEN OFF', zh: '差异核销' }],
  ['settled', { en: 'IN ERP', zh: 'ERP 已清' }],
  ['open', { en: 'OPEN', zh: '未清' }],
] as const;

/** A narrower terminal has no room for the contract beside the amounts; `--by contract` and the exports have it. */
const contractColumns = 110;

const ages = ['notDue', '1-30', '31-60', '61-90', '>90'] as const;

/** What is owed, as finance reads it: the list, its sums with their ages, and the money that is not applied. */
export function receivablesLines(view: ReceivablesView, by: Exclude<Grouping, 'contract'>, io: Io): string[] {
  const title = `${io.paint.bold(told(io, { en: 'Receivables', zh: '应收账款' }))} ${io.paint.dim(told(io, { en: `as of ${view.asOf}`, zh: `截至 ${view.asOf}` }))}`;
  const none = view.rows.length === 0 ? [told(io, { en: 'Nothing is open.', zh: '没有未清款。' })] : [];
  const filling =
    view.takingIn === undefined
      ? []
      : [
          io.paint.yellow(
            told(io, { en: `Earlier documents are still being taken in: ${count(view.takingIn)} so far.`, zh: `仍在导入此前的单据：已导入 ${count(view.takingIn)} 张。` }),
          ),
        ];
  return [
    title,
    ...filling,
    '',
    ...none,
    ...(by === 'invoice' ? rowLines(view, io) : sumLines(view[groupsOf[by]], by, io)),
    ...totalLines(view, by, io),
    ...settledNote(view, io),
    ...unappliedLines(view, io),
  ];
}

function rowLines({ rows, more }: ReceivablesView, io: Io): string[] {
  if (rows.length === 0) return [];
  const shown = sums.filter(([name]) => name === 'total' || name === 'open' || rows.some((row) => !isZero(row[name])));
  const companies = new Set(rows.map((row) => row.company)).size > 1;
  const contracts = rows.some((row) => row.contract !== undefined) && (io.columns === undefined || io.columns >= contractColumns);
  const head: Column[] = [
    ...(companies ? [{ title: told(io, { en: 'COMPANY', zh: '公司' }), grow: true as const }] : []),
    { title: told(io, { en: 'CUSTOMER', zh: '客户' }), grow: true },
    { title: told(io, { en: 'INVOICE', zh: '发票' }) },
    ...(contracts ? [{ title: told(io, { en: 'CONTRACT', zh: '合同' }) }] : []),
    { title: told(io, { en: 'DUE', zh: '到期' }) },
    { title: '' },
    ...shown.map(([, name]) => ({ title: told(io, name), align: 'right' as const })),
    { title: told(io, { en: 'AGE', zh: '账龄' }) },
  ];
  const cells = rows.map((row): Cell[] => [
    ...(companies ? [printable(row.company)] : []),
    printable(row.customer.name),
    printable(row.invoice),
    ...(contracts ? [printable(row.contract ?? '')] : []),
    row.due ?? '–',
    row.currency,
    ...shown.map(([name]) => decimal(row[name])),
    row.disputed ? { text: told(io, { en: 'disputed', zh: '争议' }), paint: io.paint.yellow } : ageCell(row.ageing, io),
  ]);
  return [...table(head, cells, io), ...(more ? [io.paint.dim(told(io, { en: 'There are more; --csv holds all.', zh: '还有更多；--csv 含全部。' }))] : []), ''];
}

function sumLines(groups: readonly ReceivableTotalView[], by: Grouping, io: Io): string[] {
  const shown = sums.filter(([name]) => name === 'total' || name === 'open' || groups.some((group) => !isZero(group[name])));
  const aged = ages.filter((age) => groups.some((group) => group.ageing[age] !== undefined && !isZero(group.ageing[age])));
  const head: Column[] = [
    { title: told(io, by === 'company' ? { en: 'COMPANY', zh: '公司' } : { en: 'CUSTOMER', zh: '客户' }), grow: true },
    { title: '' },
    { title: told(io, { en: 'INVOICES', zh: '张数' }), align: 'right' },
    ...shown.map(([, name]) => ({ title: told(io, name), align: 'right' as const })),
    ...aged.map((age) => ({ title: ageText(age, io), align: 'right' as const })),
    ...(groups.some((group) => !isZero(group.disputed)) ? [{ title: told(io, { en: 'DISPUTED', zh: '争议' }), align: 'right' as const }] : []),
  ];
  const rows = groups.map((group): Cell[] => [
    printable(group.customer?.name ?? group.company),
    group.currency,
    count(group.count),
    ...shown.map(([name]) => decimal(group[name])),
    ...aged.map((age) => (group.ageing[age] === undefined ? '' : decimal(group.ageing[age]))),
    isZero(group.disputed) ? '' : decimal(group.disputed),
  ]);
  return groups.length === 0 ? [] : [...table(head, rows, io), ''];
}

function settledNote({ rows }: ReceivablesView, io: Io): string[] {
  if (!rows.some((row) => !isZero(row.settled))) return [];
  return [io.paint.dim(told(io, { en: 'IN ERP: settled there or before the cut-over', zh: 'ERP 已清：在 ERP 中或切换日前已结清' }))];
}

function totalLines({ totals }: ReceivablesView, by: Grouping, io: Io): string[] {
  return by === 'company' ? [] : sumLines(totals, 'company', io);
}

function unappliedLines({ unapplied }: ReceivablesView, io: Io): string[] {
  if (unapplied.length === 0) return [];
  const money = unapplied.map(({ company, currency, count: n, amount }) => `${amounts([{ amount, currency }])} (${count(n)}, ${printable(company)})`).join(' + ');
  return [`${io.paint.yellow('•')} ${told(io, { en: `Money not applied: ${money} → propose`, zh: `未核销收款：${money} → propose` })}`];
}

function ageCell(age: (typeof ages)[number], io: Io): Cell {
  const text = ageText(age, io);
  return age === 'notDue' ? { text, paint: io.paint.dim } : { text, paint: age === '>90' ? io.paint.red : io.paint.yellow };
}

function ageText(age: (typeof ages)[number], io: Io): string {
  if (age === 'notDue') return told(io, { en: 'not due', zh: '未到期' });
  return told(io, { en: `${age} d`, zh: `${age} 天` });
}

function isZero(amount: string): boolean {
  return !/[1-9]/.test(amount);
}
