import type { StatusView } from '../../core/sync/views/status.ts';
import { type Io, told, typed } from '../io.ts';
import { ago, amounts, count, counted } from './amounts.ts';
import { routeLines } from './route-lines.ts';
import { stateCell } from './state.ts';
import { type Cell, table } from './table.ts';

const right = 'right' as const;

/** The state of a workspace as ops reads it: one table per question, nothing that is empty. */
export function statusLines(view: StatusView, io: Io): string[] {
  const title = `${io.paint.bold(view.workspace)}  ${io.paint.dim(`${view.at.slice(0, 19).replace('T', ' ')} UTC`)}`;
  return [title, '', ...streamLines(view, io), ...routeLines(view.routes, io), ...typeLines(view, io), ...restLines(view, io)];
}

function streamLines(view: StatusView, io: Io): string[] {
  const head = [
    { title: told(io, { en: 'CONNECTION', zh: '连接' }) },
    { title: told(io, { en: 'STREAM', zh: '数据流' }) },
    { title: told(io, { en: 'TYPE', zh: '类型' }) },
    { title: told(io, { en: 'RECORDS', zh: '记录' }), align: right },
    { title: told(io, { en: 'LAST PASS', zh: '上次读取' }), grow: true as const },
    { title: told(io, { en: 'STATE', zh: '状态' }) },
  ];
  const rows = view.connections.flatMap((connection) =>
    connection.streams.map((stream, i): Cell[] => {
      const state = connection.state === 'ok' ? stream.state : connection.state;
      return [i === 0 ? `${connection.name} (${connection.connector})` : '', stream.name, stream.type, count(stream.records), passText(stream.lastPass, io), stateCell(state, io)];
    }),
  );
  const problems = view.connections.flatMap((connection) => [
    ...(connection.problem ? [`  ${io.paint.red('!')} ${connection.name}: ${told(io, connection.problem)}`] : []),
    ...connection.streams.flatMap((stream) => (stream.lastPass?.problem ? [`  ${io.paint.red('!')} ${connection.name}.${stream.name}: ${told(io, stream.lastPass.problem)}`] : [])),
  ]);
  return [...table(head, rows, io), ...problems, ''];
}

function passText(pass: StatusView['connections'][number]['streams'][number]['lastPass'], io: Io): string {
  if (pass === undefined) return '–';
  const { outcomes } = pass;
  const bad = outcomes.parked + outcomes.refused + outcomes.deadLettered;
  const parts = [
    ago(pass.endedAt ?? pass.startedAt, io.now(), io.language),
    told(io, { en: `${count(pass.read)} read`, zh: `读取 ${count(pass.read)}` }),
    ...(outcomes.applied > 0 ? [told(io, { en: `${count(outcomes.applied)} changed`, zh: `变更 ${count(outcomes.applied)}` })] : []),
    ...(bad > 0 ? [told(io, { en: `${count(bad)} refused`, zh: `被拒 ${count(bad)}` })] : []),
  ];
  return parts.join(' · ');
}

function typeLines(view: StatusView, io: Io): string[] {
  const shown = view.types.filter((type) => type.entities > 0);
  if (shown.length === 0) return [];
  const head = [
    { title: told(io, { en: 'TYPE', zh: '类型' }) },
    { title: told(io, { en: 'ENTITIES', zh: '实体' }), align: right },
    { title: told(io, { en: 'RECORDS', zh: '记录' }), align: right },
    { title: told(io, { en: 'IN 2+ SYSTEMS', zh: '跨系统' }), align: right },
    { title: told(io, { en: 'DUPLICATES', zh: '重复' }), align: right },
    { title: told(io, { en: 'TO DECIDE', zh: '待裁决' }), align: right },
  ];
  const rows = shown.map((type): Cell[] => [
    type.type,
    type.exact ? count(type.entities) : `≥ ${count(type.entities)}`,
    count(type.records),
    count(type.shared),
    warned(type.duplicates, io),
    warned(type.undecided, io),
  ]);
  return [...table(head, rows, io), ''];
}

function warned(n: number, io: Io): Cell {
  return { text: count(n), paint: n > 0 ? io.paint.yellow : io.paint.dim };
}

function restLines(view: StatusView, io: Io): string[] {
  const lines: string[] = [];
  const busy = view.queues.filter((queue) => queue.waiting + queue.inFlight + queue.dead > 0);
  const queues = busy.map(
    (q) => `${q.name} ${count(q.waiting + q.inFlight)}${q.dead > 0 ? io.paint.red(told(io, { en: ` (${count(q.dead)} dead)`, zh: `（${count(q.dead)} 死信）` })) : ''}`,
  );
  lines.push(`${told(io, { en: 'Queues', zh: '队列' })}    ${busy.length === 0 ? io.paint.dim(told(io, { en: 'empty', zh: '空' })) : queues.join(' · ')}`);
  for (const wait of view.waiting) lines.push(`${told(io, { en: 'Waiting', zh: '等待' })}   ${count(wait.count)} × ${told(io, wait.what)}`);
  if (view.reviews > 0) {
    const ask = {
      en: `${counted(view.reviews, 'pair')} that may be one  → ${typed(io, 'review list')}`,
      zh: `${count(view.reviews)} 对可能为同一对象  → ${typed(io, 'review list')}`,
    };
    lines.push(`${told(io, { en: 'To decide', zh: '待判定' })} ${io.paint.yellow(told(io, ask))}`);
  }
  const { open, causes, atRisk } = view.failures;
  const risk = atRisk.length === 0 ? '' : told(io, { en: ` · ${amounts(atRisk)} at risk`, zh: ` · 涉及金额 ${amounts(atRisk)}` });
  const failed = told(io, {
    en: `${counted(open, 'record')}, ${counted(causes, 'cause')}${risk}  → ${typed(io, 'failures')}`,
    zh: `${count(open)} 条记录，${count(causes)} 种原因${risk}  → ${typed(io, 'failures')}`,
  });
  lines.push(`${told(io, { en: 'Failures', zh: '失败' })}  ${open === 0 ? io.paint.green(told(io, { en: 'none', zh: '无' })) : io.paint.red(failed)}`);
  if (view.incidents > 0)
    lines.push(io.paint.red(told(io, { en: `Audit     repaired ${counted(view.incidents, 'difference')}`, zh: `审计  修复了 ${count(view.incidents)} 处差异` })));
  return lines;
}
