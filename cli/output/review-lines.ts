import type { ReviewsView, ReviewView } from '../../core/sync/views/reviews.ts';
import { type Io, told, typed } from '../io.ts';
import { ago, count } from './amounts.ts';
import { evidenceLines } from './identity-lines.ts';
import { printable } from './printable.ts';
import { type Cell, table } from './table.ts';

const states: Readonly<Record<ReviewView['state'], { readonly en: string; readonly zh: string }>> = {
  open: { en: 'open', zh: '待判定' },
  later: { en: 'later', zh: '稍后' },
  same: { en: 'the same', zh: '相同' },
  different: { en: 'different', zh: '不同' },
  settled: { en: 'settled', zh: '已了结' },
};

/** Questions as a table, and how to answer. */
export function reviewsLines(view: ReviewsView, io: Io): string[] {
  if (view.reviews.length === 0) return [io.paint.green(told(io, { en: 'No pairs to look at.', zh: '没有待判定的记录对。' }))];
  const head = [
    { title: 'ID' },
    { title: 'A', grow: true as const },
    { title: 'B', grow: true as const },
    { title: told(io, { en: 'BITS', zh: '比特' }), align: 'right' as const },
    { title: told(io, { en: 'STATE', zh: '状态' }) },
    { title: told(io, { en: 'SINCE', zh: '时间' }) },
  ];
  const rows = view.reviews.map((one): Cell[] => [
    one.id,
    sideText(one.a),
    sideText(one.b),
    one.evidence.total.toFixed(1),
    `${told(io, states[one.state])}${one.decided === undefined ? '' : ` · ${printable(one.decided.name)}`}`,
    ago(one.decided?.at ?? one.openedAt, io.now(), io.language),
  ]);
  const more = view.next === undefined ? [] : [io.paint.dim(told(io, { en: `… ${count(view.waiting)} wait in all`, zh: `… 共 ${count(view.waiting)} 对待判定` }))];
  const how = told(io, { en: 'Look: review show <id>. Answer: review same|different|later <id…>', zh: '查看：review show <id>；回答：review same|different|later <id…>' });
  return [...table(head, rows, io), ...more, io.paint.dim(how)];
}

/** One question with its waterfall. */
export function reviewLines(view: ReviewView, io: Io): string[] {
  const { decided } = view;
  const state = told(io, states[view.state]);
  const line = decided === undefined ? state : `${state} · ${printable(decided.name)} · ${ago(decided.at, io.now(), io.language)}`;
  const side = (name: string, of: ReviewView['a']): string => `${name}  ${printable(of.record)}  ${printable(of.label)}${io.paint.dim(`  ${of.entity}`)}`;
  const waits = view.state === 'open' || view.state === 'later';
  const same = io.paint.dim(`${typed(io, `review same ${view.id}`)}  ·  ${typed(io, `review different ${view.id}`)}  ·  ${typed(io, `review later ${view.id}`)}`);
  return [`${io.paint.bold(told(io, view.question))}  ${line}`, side('A', view.a), side('B', view.b), '', ...evidenceLines(view.evidence, io), ...(waits ? [same] : []), ''];
}

function sideText({ record, label }: ReviewView['a']): string {
  return `${printable(label)}  ${printable(record)}`;
}
