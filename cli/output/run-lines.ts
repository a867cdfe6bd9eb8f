import type { RunView } from '../../core/sync/views/runs.ts';
import type { PassView } from '../../core/sync/views/status.ts';
import { type Io, told, typed } from '../io.ts';
import { count, duration } from './amounts.ts';
import { printable } from './printable.ts';
import { deliveredText } from './route-lines.ts';
import { stateCell } from './state.ts';
import { type Cell, type Column, table } from './table.ts';
import { valueText } from './value.ts';

const right = 'right' as const;

/** What a run did, stream by stream, and what went out. */
export function runLines(run: RunView, io: Io): string[] {
  if (run.dryRun) return dryLines(run, io);
  const lines = passLines(run.passes, io);
  const took = run.endedAt === undefined ? '' : ` · ${duration(Date.parse(run.endedAt) - Date.parse(run.startedAt), io.language)}`;
  lines.push('', `${told(io, { en: 'Out', zh: '投递' })}  ${deliveredText(run.delivered, io)}${io.paint.dim(took)}`);
  if (run.problem) lines.push(`${io.paint.red('!')} ${told(io, run.problem)}`);
  if (run.state === 'done' && !run.settled)
    lines.push(io.paint.yellow(told(io, { en: `Some work waits for a retry: ${typed(io, 'status')}`, zh: `部分工作等待重试：${typed(io, 'status')}` })));
  return lines;
}

/** One line a stream: read, new, joined, changed, unchanged, refused. */
export function passLines(passes: readonly PassView[], io: Io): string[] {
  const head: Column[] = [
    { title: told(io, { en: 'STREAM', zh: '数据流' }) },
    { title: told(io, { en: 'READ', zh: '读取' }), align: right },
    { title: told(io, { en: 'NEW', zh: '新增' }), align: right },
    { title: told(io, { en: 'CHANGED', zh: '变更' }), align: right },
    { title: told(io, { en: 'SAME', zh: '未变' }), align: right },
    { title: told(io, { en: 'GONE', zh: '删除' }), align: right },
    { title: told(io, { en: 'REFUSED', zh: '被拒' }), align: right },
    { title: '' },
  ];
  const rows = passes.map((pass): Cell[] => {
    const { outcomes } = pass;
    const refused = outcomes.refused + outcomes.parked + outcomes.deadLettered;
    return [
      `${pass.connection}.${pass.stream}`,
      count(pass.read),
      some(pass.added, io),
      some(pass.changed, io),
      some(outcomes.unchanged + outcomes.skipped, io),
      some(pass.gone, io),
      { text: count(refused), paint: refused > 0 ? io.paint.red : io.paint.dim },
      pass.state === 'green' ? '' : stateCell(pass.state, io),
    ];
  });
  const problems = passes
    .filter((pass) => pass.problem)
    .map((pass) => `  ${io.paint.red('!')} ${pass.connection}.${pass.stream}: ${told(io, pass.problem as { en: string; zh: string })}`);
  return [...table(head, rows, io), ...problems];
}

function some(n: number, io: Io): Cell {
  return { text: count(n), paint: n === 0 ? io.paint.dim : (text) => text };
}

function dryLines(run: RunView, io: Io): string[] {
  const lines = run.dry.flatMap((stream) => {
    const counts = told(io, {
      en: `${count(stream.read)} read: ${count(stream.added)} new, ${count(stream.changed)} changed, ${count(stream.gone)} gone, ${count(stream.refused)} refused, ${count(stream.unchanged)} the same`,
      zh: `读取 ${count(stream.read)}：新增 ${count(stream.added)}，变更 ${count(stream.changed)}，删除 ${count(stream.gone)}，被拒 ${count(stream.refused)}，未变 ${count(stream.unchanged)}`,
    });
    const samples = stream.samples.flatMap((sample) => [
      `    ${signOf(sample.kind, io)} ${sample.record}${sample.reason ? `  ${printable(told(io, sample.reason))}` : ''}`,
      ...sample.fields.map((field) => io.paint.dim(`        ${field.field}: ${valueText(field.before)} → ${valueText(field.after)}`)),
    ]);
    return [`${io.paint.bold(`${stream.connection}.${stream.stream}`)}  ${counts}`, ...samples];
  });
  return [...lines, io.paint.dim(told(io, { en: 'Dry run: nothing was changed.', zh: '试运行：未做任何更改。' }))];
}

function signOf(kind: RunView['dry'][number]['samples'][number]['kind'], io: Io): string {
  return { added: io.paint.green('+'), changed: io.paint.yellow('~'), gone: io.paint.red('-'), refused: io.paint.red('!') }[kind];
}
