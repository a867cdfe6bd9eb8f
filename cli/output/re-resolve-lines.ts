import type { ReResolutionView } from '../../core/sync/views/re-resolve.ts';
import { type Io, told, typed } from '../io.ts';
import { count, counted } from './amounts.ts';
import { printable } from './printable.ts';

/** How far it is. */
export function reResolutionCounts({ entities, records }: ReResolutionView, io: Io): string {
  return told(io, {
    en: `Weighed the links of ${counted(entities, 'entity', 'entities')}, compared ${counted(records, 'record')}.`,
    zh: `已复核 ${count(entities)} 个实体的关联，比对 ${count(records)} 条记录。`,
  });
}

/** What looking at all records again came to, and where to go on. */
export function reResolutionLines(view: ReResolutionView, io: Io): string[] {
  const { merged, asked, doubted, samples, model, state } = view;
  const stopped = told(io, { en: 'Another model was activated meanwhile: run it again.', zh: '期间启用了另一模型，请重新运行。' });
  const result = told(io, {
    en: `${counted(merged, 'entity was', 'entities were')} joined to another, ${counted(asked, 'question')} asked.`,
    zh: `合并了 ${count(merged)} 个实体，新增 ${count(asked)} 个问题。`,
  });
  const stays = told(io, {
    en: `${counted(doubted, 'link')} would not be made today; nothing is undone before a person says so.`,
    zh: `${count(doubted)} 个关联今天不会再建立；人工判定前予以保留。`,
  });
  const rows = samples.map((s) => {
    const mark = s.what === 'merged' ? io.paint.green('=') : io.paint.red('?');
    return `  ${mark} ${printable(s.record)}  ${io.paint.dim(s.entity)}  ${printable(told(io, s.reason))}`;
  });
  const hint = asked + doubted > 0 ? [io.paint.dim(told(io, { en: `Answer: ${typed(io, 'review list')}`, zh: `回答：${typed(io, 'review list')}` }))] : [];
  return [
    ...(state === 'stopped' ? [io.paint.red(stopped)] : []),
    reResolutionCounts(view, io),
    io.paint.bold(result),
    ...(doubted > 0 ? [io.paint.bold(stays)] : []),
    io.paint.dim(model),
    ...rows,
    ...hint,
  ];
}
