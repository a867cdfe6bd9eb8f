import type { FailuresView } from '../../core/sync/views/failures.ts';
import { type Io, told, typed } from '../io.ts';
import { ago, amounts, count } from './amounts.ts';
import { printable } from './printable.ts';

/** Failures by cause: how many, how much money, what to do, and a few samples. */
export function failureLines(view: FailuresView, io: Io): string[] {
  if (view.open === 0) return [io.paint.green(told(io, { en: 'No open failures.', zh: '没有未解决的失败。' }))];
  const lines = view.groups.flatMap((group) => {
    const where = group.stream === undefined ? group.connection : `${group.connection}.${group.stream}`;
    const risk = group.atRisk.length === 0 ? '' : ` · ${io.paint.red(amounts(group.atRisk))}`;
    const since = told(io, { en: `since ${ago(group.since, io.now(), 'en')}`, zh: `最早 ${ago(group.since, io.now(), 'zh')}` });
    const head = `${io.paint.red(count(group.count))} × ${io.paint.bold(told(io, group.reason))}${risk}`;
    const samples = group.samples.map((sample) => {
      const label = sample.label === undefined ? '' : `  ${printable(sample.label)}`;
      const field = sample.field === undefined ? '' : `  ${sample.field}`;
      const reason = told(io, sample.reason) === told(io, group.reason) ? '' : `  ${printable(told(io, sample.reason))}`;
      return `    ${sample.record}${label}${io.paint.dim(`${field}${reason}`)}`;
    });
    const more = group.count > group.samples.length ? [io.paint.dim(`    … ${count(group.count - group.samples.length)}`)] : [];
    return [head, io.paint.dim(`  ${where} · ${group.cause} · ${since}`), `  → ${told(io, group.todo)}`, ...samples, ...more, ''];
  });
  const foot = told(io, { en: `Repaired the cause? ${typed(io, 'retry --cause <cause>')}`, zh: `原因已修复？${typed(io, 'retry --cause <原因>')}` });
  return [...lines, io.paint.dim(foot)];
}
