import type { RecordsView, RecordView } from '../../core/sync/views/records.ts';
import { type Io, told, typed } from '../io.ts';
import { ago, count } from './amounts.ts';
import { printable } from './printable.ts';
import { stateCell, stateText } from './state.ts';
import { type Cell, table } from './table.ts';
import { valueText } from './value.ts';

/** A list of entities, and below it the way they were found. */
export function recordsLines(view: RecordsView, io: Io): string[] {
  const head = [
    { title: told(io, { en: 'NAME', zh: '名称' }), grow: true as const },
    { title: '', grow: true as const },
    { title: told(io, { en: 'SYSTEMS', zh: '系统' }), grow: true as const },
    { title: told(io, { en: 'CHANGED', zh: '变更' }) },
    { title: 'ID' },
  ];
  const rows = view.records.map((line): Cell[] => {
    const state = line.state === 'live' ? line.systems.join(', ') : stateCell(line.state, io);
    return [
      printable(line.label),
      { text: printable(line.hint ?? ''), paint: io.paint.dim },
      state,
      ago(line.changedAt, io.now(), io.language),
      { text: line.id, paint: io.paint.dim },
    ];
  });
  const found =
    view.records.length === 0
      ? told(io, { en: 'Nothing found', zh: '未找到' })
      : told(io, { en: `${count(view.records.length)} found`, zh: `找到 ${count(view.records.length)} 条` });
  const notes = [`${found} · ${told(io, view.how)}`];
  if (view.next !== undefined) notes.push(told(io, { en: `More: add --after ${view.next}`, zh: `更多：加 --after ${view.next}` }));
  if (!view.complete)
    notes.push(
      told(io, {
        en: `Stopped after reading ${count(view.read)}: narrow the query, or use “${typed(io, 'export <type>')}”.`,
        zh: `读取 ${count(view.read)} 条后停止：请缩小范围，或使用“${typed(io, 'export <type>')}”。`,
      }),
    );
  return [...(rows.length > 0 ? table(head, rows, io) : []), ...notes.map(io.paint.dim)];
}

/** One entity: its golden fields, where it is, and what is open. */
export function recordLines(view: RecordView, io: Io): string[] {
  const head = `${io.paint.bold(printable(view.label))}  ${io.paint.dim(`${view.type} ${view.id} · v${view.version} · ${ago(view.changedAt, io.now(), io.language)}`)}`;
  const lines = [head];
  if (view.redirectedFrom) lines.push(io.paint.dim(told(io, { en: `${view.redirectedFrom} was merged into it`, zh: `${view.redirectedFrom} 已并入` })));
  if (view.state === 'gone') lines.push(stateText('gone', io));
  const fields = Object.entries(view.golden).filter(([, value]) => value !== null && value !== undefined);
  const mark = (field: string) => (view.pinned.includes(field) ? ' 📌' : view.frozen.includes(field) ? ' ❄' : '');
  lines.push(
    '',
    ...table(
      [{ title: '' }, { title: '', grow: true }],
      fields.map(([field, value]) => [{ text: field + mark(field), paint: io.paint.cyan }, valueText(value)]),
      { ...io, indent: '  ' },
    ),
  );
  const links = view.links.map((link): Cell[] => [
    link.record,
    stateCell(link.state === 'live' ? 'ok' : link.state, io),
    link.role === 'primary' ? '' : told(io, { en: 'duplicate', zh: '重复' }),
    link.origin === 'ours' ? told(io, { en: 'created by Syncline', zh: '由 Syncline 创建' }) : '',
  ]);
  lines.push('', ...table([{ title: told(io, { en: 'WHERE IT IS', zh: '所在系统' }), grow: true }, { title: '' }, { title: '' }, { title: '' }], links, { ...io, indent: '  ' }));
  const open = (view.conflicts ?? []).filter((conflict) => conflict.open);
  for (const conflict of open) {
    lines.push(`  ${io.paint.yellow('?')} ${conflict.field}: ${valueText(conflict.value)} (${conflict.record}) ≠ ${valueText(conflict.winner)}`);
  }
  return [...lines, '', io.paint.dim(told(io, { en: `Why: ${typed(io, `why ${view.id}`)}`, zh: `原因：${typed(io, `why ${view.id}`)}` }))];
}
