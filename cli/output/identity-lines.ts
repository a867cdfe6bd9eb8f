import type { Agreement } from '../../core/identity/metrics.ts';
import type { Evidence } from '../../core/identity/resolver.ts';
import type { Column } from '../../core/identity/table/columns.ts';
import type { QualityReport } from '../../core/identity/table/quality.ts';
import { type Io, told } from '../io.ts';
import { printable } from './printable.ts';
import { type Cell, table } from './table.ts';

/** Which columns are compared, and as what. */
export function columnsLine(columns: readonly Column[], io: Io): string {
  const how = { header: '', content: told(io, { en: ' (by content)', zh: '（按内容）' }), choice: told(io, { en: ' (chosen)', zh: '（指定）' }) };
  return io.paint.dim(columns.map((column) => `${printable(column.header)} → ${column.field}${how[column.by]}`).join(' · '));
}

/** How complete and valid the fields are. */
export function qualityLines(quality: QualityReport, io: Io): string[] {
  const percent = (share: number): string => `${(share * 100).toFixed(share > 0 && share < 0.01 ? 1 : 0)} %`;
  const head = [
    { title: told(io, { en: 'FIELD', zh: '字段' }) },
    { title: told(io, { en: 'FILLED', zh: '完整' }), align: 'right' as const },
    { title: told(io, { en: 'VALID', zh: '有效' }), align: 'right' as const },
    { title: told(io, { en: 'DISTINCT', zh: '唯一' }), align: 'right' as const },
    { title: told(io, { en: 'NOT VALID, E.G.', zh: '无效示例' }), grow: true as const },
  ];
  const rows = quality.fields.map((f): Cell[] => [
    f.field,
    percent(f.complete),
    f.valid === undefined ? '–' : percent(f.valid),
    percent(f.distinct),
    { text: f.examples.map((example) => printable(example.slice(0, 40))).join(' · '), paint: io.paint.dim },
  ]);
  return [told(io, quality.sentence), ...table(head, rows, io)];
}

/** How well the rows agree with the truth. */
export function agreementLines(agreement: Agreement, io: Io): string[] {
  const row = (name: string, of: { readonly precision: number; readonly recall: number; readonly f1: number }): Cell[] => [
    name,
    of.precision.toFixed(4),
    of.recall.toFixed(4),
    of.f1.toFixed(4),
  ];
  const right = 'right' as const;
  const head = [{ title: '' }, { title: 'PRECISION', align: right }, { title: 'RECALL', align: right }, { title: 'F1', align: right }];
  const pairs = told(io, { en: 'pairs', zh: '成对' });
  return table(head, [row(pairs, agreement), row('B³', agreement.b3)], io);
}

/** Why two are, or are not, the same: each agreement and difference in bits, which add up to the total. */
export function evidenceLines(evidence: Evidence, io: Io): string[] {
  const head = [
    { title: told(io, { en: 'FIELD', zh: '字段' }) },
    { title: told(io, { en: 'AGREES', zh: '一致程度' }) },
    { title: 'A', grow: true as const },
    { title: 'B', grow: true as const },
    { title: 'BITS', align: 'right' as const },
  ];
  const rows = evidence.terms.map((term): Cell[] => [
    term.field,
    term.level,
    printable(term.a ?? '–'),
    printable(term.b ?? '–'),
    { text: signed(term.bits), paint: term.bits < 0 ? io.paint.red : io.paint.green },
  ]);
  const start: Cell[] = [told(io, { en: 'before looking', zh: '初始' }), '', '', '', signed(evidence.prior)];
  const total: Cell[] = [told(io, { en: 'total', zh: '合计' }), '', '', '', signed(evidence.total)];
  return [io.paint.bold(told(io, evidence.sentence)), ...table(head, [start, ...rows, total], io), io.paint.dim(`${evidence.rule} · ${evidence.model}`)];
}

function signed(bits: number): string {
  return `${bits >= 0 ? '+' : '−'}${Math.abs(bits).toFixed(2)}`;
}
