import type { ContractsView, ContractTotalView, ContractView } from '../../core/receivables/answers/views.ts';
import { type Io, told } from '../io.ts';
import { count, decimal } from './amounts.ts';
import { printable } from './printable.ts';
import { type Cell, type Column, table } from './table.ts';

/** Columns of amounts in the order of the sale; one that is zero everywhere is left out. */
const sums = [
  ['agreed', { en: 'AGREED', zh: '合同额' }],
  ['invoiced', { en: 'INVOICED', zh: '开票' }],
  ['credited', { en: 'CREDITED', zh: '红冲' }],
  ['received', { en: 'RECEIVED', zh: '已收' }],
  ['netted', { en: 'NETTED', zh: '冲抵' }],
  ['adjusted', { en: 'WRITTEN OFF', zh: '差异核销' }],
  ['settled', { en: 'IN ERP', zh: 'ERP 已清' }],
  ['open', { en: 'OPEN', zh: '未清' }],
  ['toBill', { en: 'TO BILL', zh: '待开票' }],
] as const;

const always: ReadonlySet<string> = new Set(['agreed', 'invoiced', 'open', 'toBill']);

const statuses = {
  draft: { en: 'draft', zh: '草稿' },
  active: { en: '', zh: '' },
  ended: { en: 'ended', zh: '已终止' },
  cancelled: { en: 'cancelled', zh: '已取消' },
} as const;

/** Sales against finance: each contract with what was agreed and what became of it, and the sums. */
export function contractLines({ asOf, rows, more, totals }: ContractsView, io: Io): string[] {
  const title = `${io.paint.bold(told(io, { en: 'Contracts', zh: '合同' }))} ${io.paint.dim(told(io, { en: `as of ${asOf}`, zh: `截至 ${asOf}` }))}`;
  if (rows.length === 0) return [title, '', told(io, { en: 'Nothing is open and nothing is to bill. --settled shows all.', zh: '没有未清款或待开票款。--settled 显示全部。' })];
  const note = rows.some(({ settled }) => /[1-9]/.test(settled))
    ? [io.paint.dim(told(io, { en: 'IN ERP: settled there or before the cut-over', zh: 'ERP 已清：在 ERP 中或切换日前已结清' }))]
    : [];
  const cut = more ? [io.paint.dim(told(io, { en: 'There are more; --csv holds all.', zh: '还有更多；--csv 含全部。' }))] : [];
  return [title, '', ...rowLines(rows, io), ...cut, '', ...totalLines(totals, io), ...note];
}

function rowLines(rows: readonly ContractView[], io: Io): string[] {
  const companies = new Set(rows.map(({ company }) => company)).size > 1;
  const shown = shownOf(rows);
  const head: Column[] = [
    ...(companies ? [{ title: told(io, { en: 'COMPANY', zh: '公司' }), grow: true as const }] : []),
    { title: told(io, { en: 'CUSTOMER', zh: '客户' }), grow: true },
    { title: told(io, { en: 'CONTRACT', zh: '合同' }) },
    { title: '' },
    ...columnsOf(shown, io),
  ];
  const cells = rows.map((row): Cell[] => [
    ...(companies ? [printable(row.company)] : []),
    printable(row.customer.name),
    contractCell(row, io),
    row.currency,
    ...amountsOf(row, shown),
  ]);
  return table(head, cells, io);
}

function contractCell({ contract, status }: ContractView, io: Io): Cell {
  if (contract === undefined) return { text: told(io, { en: '(none named)', zh: '（未注明）' }), paint: io.paint.dim };
  const word = status === undefined ? told(io, { en: 'unknown', zh: '未知' }) : told(io, statuses[status]);
  return word === '' ? printable(contract) : `${printable(contract)} (${word})`;
}

function totalLines(totals: readonly ContractTotalView[], io: Io): string[] {
  const shown = shownOf(totals);
  const head: Column[] = [
    { title: told(io, { en: 'COMPANY', zh: '公司' }), grow: true },
    { title: '' },
    { title: told(io, { en: 'CONTRACTS', zh: '合同数' }), align: 'right' },
    ...columnsOf(shown, io),
  ];
  return table(
    head,
    totals.map((sum): Cell[] => [printable(sum.company), sum.currency, count(sum.contracts), ...amountsOf(sum, shown)]),
    io,
  );
}

type Sums = Pick<ContractView, (typeof sums)[number][0]>;

function shownOf(rows: readonly Sums[]): readonly (typeof sums)[number][] {
  return sums.filter(([name]) => always.has(name) || rows.some((row) => /[1-9]/.test(row[name] ?? '')));
}

function columnsOf(shown: readonly (typeof sums)[number][], io: Io): Column[] {
  return shown.map(([, title]) => ({ title: told(io, title), align: 'right' }));
}

function amountsOf(row: Sums, shown: readonly (typeof sums)[number][]): Cell[] {
  return shown.map(([name]) => {
    const amount = row[name];
    return amount === undefined ? '–' : decimal(amount);
  });
}
