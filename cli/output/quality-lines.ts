import type { StreamQualityView } from '../../core/sync/views/quality.ts';
import { type Io, told } from '../io.ts';
import { count, counted } from './amounts.ts';
import { printable } from './printable.ts';
import { type Cell, table } from './table.ts';

const right = 'right' as const;

/** One stream's quality: a line for the whole, a row per field. */
export function streamQualityLines(view: StreamQualityView, io: Io): string[] {
  const { connection, stream, type, records, whole } = view;
  const looked = whole ? counted(records, 'record') : `${counted(records, 'record')} (of more, spread evenly)`;
  const title = `${io.paint.bold(`${connection}.${stream}`)}  ${type} · ${told(io, { en: looked, zh: `${count(records)} 条记录${whole ? '' : '（均匀抽取）'}` })}`;
  if (records === 0) return [title, ''];
  return [
    title,
    `  ${factsOf(view, io).join(' · ')}`,
    ...table(
      head(io),
      view.fields.map((f) => row(f, io)),
      { columns: io.columns, paint: io.paint, indent: '  ' },
    ),
    '',
  ];
}

function factsOf({ duplicates, conflicts, freshness }: StreamQualityView, io: Io): string[] {
  const facts = [
    told(io, { en: counted(duplicates, 'duplicate'), zh: `重复 ${count(duplicates)}` }),
    told(io, { en: `${counted(conflicts, 'record')} that another system contradicts`, zh: `${count(conflicts)} 条与其他系统不一致` }),
  ];
  if (freshness === undefined) return facts;
  const { medianDays, oldestDays, overYear } = freshness;
  const en = `changed ${counted(medianDays, 'day')} ago in the median, ${counted(oldestDays, 'day')} at most; ${percent(overYear)} not for a year`;
  return [...facts, told(io, { en, zh: `变更距今中位 ${count(medianDays)} 天，最久 ${count(oldestDays)} 天；${percent(overYear)} 超过一年未变` })];
}

function head(io: Io) {
  return [
    { title: told(io, { en: 'FIELD', zh: '字段' }) },
    { title: told(io, { en: 'FILLED', zh: '完整' }), align: right },
    { title: told(io, { en: 'VALID', zh: '有效' }), align: right },
    { title: told(io, { en: 'DISTINCT', zh: '唯一' }), align: right },
    { title: told(io, { en: 'CONFLICTS', zh: '冲突' }), align: right },
    { title: told(io, { en: 'WITH · NOT VALID, E.G.', zh: '对方 · 无效示例' }), grow: true as const },
  ];
}

function row(f: StreamQualityView['fields'][number], io: Io): Cell[] {
  const against = f.against.map(({ connection, records }) => `${connection} ${count(records)}`).join(', ');
  const examples = f.examples.map((example) => printable(example.slice(0, 40))).join(' · ');
  const low = f.valid !== undefined && f.valid < 0.95;
  return [
    f.field,
    { text: percent(f.complete), paint: f.complete === 0 ? io.paint.dim : (text) => text },
    { text: f.valid === undefined ? '–' : percent(f.valid), paint: low ? io.paint.yellow : (text) => text },
    f.complete === 0 ? '–' : percent(f.distinct),
    { text: f.conflicts === 0 ? '–' : count(f.conflicts), paint: f.conflicts > 0 ? io.paint.yellow : io.paint.dim },
    { text: [against, examples].filter((part) => part !== '').join(' · '), paint: io.paint.dim },
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.01 ? 1 : 0)} %`;
}
