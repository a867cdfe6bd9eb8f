import { type Model, weightsOf } from '../../core/identity/model/model.ts';
import type { ShadowReport } from '../../core/identity/shadow.ts';
import type { ModelView } from '../../core/sync/views/models.ts';
import type { Trained } from '../commands/identity.ts';
import { type Io, told, typed } from '../io.ts';
import { ago, count, counted } from './amounts.ts';
import { printable } from './printable.ts';
import { type Cell, table } from './table.ts';

/** Weights shown of a training: those that changed most. */
const weightsShown = 8;

/** Versions of models. */
export function modelLines(models: readonly ModelView[], io: Io): string[] {
  const head = [
    { title: told(io, { en: 'TYPE', zh: '类型' }) },
    { title: told(io, { en: 'VERSION', zh: '版本' }), align: 'right' as const },
    { title: 'ID' },
    { title: told(io, { en: 'STATE', zh: '状态' }) },
    { title: told(io, { en: 'MADE', zh: '生成' }), grow: true as const },
  ];
  const rows = models.map((m): Cell[] => [
    m.type,
    String(m.version),
    m.id,
    m.active ? { text: told(io, { en: 'in use', zh: '使用中' }), paint: io.paint.green } : '',
    m.at === undefined ? told(io, { en: 'with the product', zh: '随产品提供' }) : `${ago(m.at, io.now(), io.language)} · ${printable(m.by)} · ${printable(m.note)}`,
  ]);
  return table(head, rows, io);
}

/** What an activation does not do by itself. */
export function activatedLines(type: ModelView['type'], io: Io): string[] {
  const again = typed(io, `identity resolve ${type}`);
  return [
    told(io, {
      en: 'It decides about records that arrive or change from now on. What is linked, and what is not, stays as it is.',
      zh: '此后到达或变更的记录由其判定；已有的关联与未关联保持不变。',
    }),
    io.paint.dim(told(io, { en: `To look at all records again: ${again}`, zh: `重新检查全部记录：${again}` })),
  ];
}

/** What a training learnt: the weights that changed most, and where people's answers put the line. */
export function trainedLines(trained: Trained, base: Model, io: Io): string[] {
  const { id, from, records, calibration } = trained;
  const title = told(io, { en: `${id}, learnt from ${counted(records, 'record')}, starting from ${from}`, zh: `${id}，由 ${count(records)} 条记录训练，起点 ${from}` });
  const [now, then] = [weightsOf(trained.model), weightsOf(base)];
  const changes = Object.entries(base.fields)
    .flatMap(([field, levels]) => Object.keys(levels).map((level) => ({ name: `${field} ${level}`, was: then.bits(field, level), is: now.bits(field, level) })))
    .sort((a, b) => Math.abs(b.is - b.was) - Math.abs(a.is - a.was));
  const rows = changes.slice(0, weightsShown).map((c): Cell[] => [c.name, c.was.toFixed(1), c.is.toFixed(1)]);
  const right = 'right' as const;
  const head = [
    { title: told(io, { en: 'WEIGHT', zh: '权重' }) },
    { title: told(io, { en: 'WAS', zh: '原' }), align: right },
    { title: told(io, { en: 'IS', zh: '现' }), align: right },
  ];
  return [io.paint.bold(title), ...table(head, rows, io), ...(calibration === undefined ? [] : [calibrationLine(calibration, io)]), ''];
}

function calibrationLine({ labels, shift, wrong }: NonNullable<Trained['calibration']>, io: Io): string {
  if (shift === 0) return told(io, { en: `${counted(labels, 'answer')} of people: the line stays where it is`, zh: `${count(labels)} 个人工判定：阈值不变` });
  const moved = `${shift > 0 ? '+' : '−'}${Math.abs(shift)}`;
  return told(io, {
    en: `${counted(labels, 'answer')} of people: the line moves by ${moved} bits; it disagrees with ${wrong.after} of them instead of ${wrong.before}`,
    zh: `${count(labels)} 个人工判定：阈值移动 ${moved} 比特；不一致由 ${wrong.before} 个变为 ${wrong.after} 个`,
  });
}

/** What another model would change, with examples. */
export function shadowLines(report: ShadowReport, io: Io): string[] {
  const { linked, parted, records, from, to, samples } = report;
  const title = told(io, {
    en: `${counted(linked + parted, 'link')} of ${counted(records, 'record')} would change: ${count(linked)} made, ${count(parted)} undone`,
    zh: `${count(records)} 条记录中 ${count(linked + parted)} 个关联将改变：新增 ${count(linked)}，取消 ${count(parted)}`,
  });
  const rows = samples.map((s) => {
    const mark = s.change === 'linked' ? io.paint.green('=') : io.paint.red('≠');
    return `  ${mark} ${printable(s.a)}  ${printable(s.b)}  ${s.before.total.toFixed(1)} → ${s.after.total.toFixed(1)}  ${io.paint.dim(told(io, s.after.sentence))}`;
  });
  return [io.paint.bold(title), io.paint.dim(`${from} → ${to}`), ...rows];
}
