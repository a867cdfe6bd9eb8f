import type { RunView } from '../../core/sync/views/runs.ts';
import type { RouteView, StatusView } from '../../core/sync/views/status.ts';
import { type Io, told, typed } from '../io.ts';
import { version } from '../version.ts';
import { amounts, count, counted, duration } from './amounts.ts';
import { type FinanceSummary, financeSummaryLines } from './finance-summary.ts';
import { deliveredText } from './route-lines.ts';
import { passLines } from './run-lines.ts';
import { stateText } from './state.ts';
import { table } from './table.ts';

/** What is printed before the first sync: where the API answers and, once, the owner's token. */
export function welcomeLines(about: { readonly workspace: string; readonly url: string; readonly owner: string | undefined }, io: Io): string[] {
  const { paint } = io;
  const lines = [`${paint.bold('Syncline')} ${version} · ${about.workspace}`, `  API    ${paint.cyan(about.url)}${paint.dim('  /health  /openapi.json')}`];
  if (about.owner !== undefined) {
    lines.push(`  ${told(io, { en: 'Token', zh: '令牌' })}  ${paint.bold(about.owner)}`);
    lines.push(paint.dim(`         ${told(io, { en: 'of the owner, shown this once. Keep it: SYNCLINE_TOKEN=…', zh: 'owner 的令牌，仅显示一次，请妥善保存：SYNCLINE_TOKEN=…' })}`));
  }
  return [...lines, ''];
}

/** The first sync told in parts: what came in, what was merged, what went out, what is owed, what needs a person. */
export function summaryLines(run: RunView, status: StatusView, io: Io, finance: FinanceSummary | undefined): string[] {
  const { paint } = io;
  const took = run.endedAt === undefined ? '' : paint.dim(` · ${duration(Date.parse(run.endedAt) - Date.parse(run.startedAt), io.language)}`);
  const title = (sentence: { en: string; zh: string }, rest = '') => `${paint.bold(told(io, sentence))}${rest}`;
  const needs = needsLines(status, io);
  return [
    title({ en: 'Came in', zh: '读入' }, took),
    ...passLines(run.passes, { ...io, columns: io.columns === undefined ? undefined : io.columns - 2 }).map((line) => `  ${line}`),
    '',
    title({ en: 'Merged', zh: '合并' }),
    ...mergedLines(status, io),
    '',
    title({ en: 'Went out', zh: '投递' }),
    ...(status.routes.length === 0 ? [`  ${told(io, { en: 'no routes', zh: '无路由' })}`] : outLines(status.routes, io)),
    '',
    ...(finance === undefined ? [] : financeSummaryLines(finance, io)),
    title({ en: 'Needs a person', zh: '需要人工' }),
    ...(needs.length === 0 ? [`  ${paint.green('✓')} ${told(io, { en: 'nothing', zh: '无' })}`] : needs),
    '',
    paint.dim(told(io, { en: 'Look around', zh: '查看' })),
    ...['status', 'records organization', 'why <id>', ...(finance === undefined ? [] : ['receivables'])].map((command) => paint.dim(`  ${typed(io, command)}`)),
    '',
  ];
}

function mergedLines(status: StatusView, io: Io): string[] {
  const rows = status.types
    .filter((type) => type.entities > 0)
    .map((type) => [
      type.type,
      told(io, { en: `${counted(type.records, 'record')} → ${count(type.entities)}`, zh: `${count(type.records)} 条记录 → ${count(type.entities)}` }),
      type.shared > 0 ? told(io, { en: `${count(type.shared)} in two or more systems`, zh: `${count(type.shared)} 个跨系统` }) : '',
      type.duplicates > 0 ? told(io, { en: `${counted(type.duplicates, 'duplicate')} inside one system`, zh: `系统内重复 ${count(type.duplicates)}` }) : '',
    ]);
  const head = [{ title: '' }, { title: '' }, { title: '' }, { title: '' }];
  return rows.length === 0 ? [`  ${told(io, { en: 'nothing yet', zh: '暂无' })}`] : table(head, rows, { columns: io.columns, paint: io.paint, indent: '  ' });
}

function outLines(routes: readonly RouteView[], io: Io): string[] {
  const rows = routes.map((route) => [route.name, `→ ${route.to.replace('/', '.')}`, deliveredText(route.delivered, io), route.state === 'live' ? '' : stateText(route.state, io)]);
  return table([{ title: '' }, { title: '' }, { title: '' }, { title: '' }], rows, { columns: io.columns, paint: io.paint, indent: '  ' });
}

function needsLines(status: StatusView, io: Io): string[] {
  const mark = (text: string) => `  ${io.paint.yellow('•')} ${text}`;
  const lines: string[] = [];
  for (const connection of status.connections) if (connection.problem) lines.push(mark(`${connection.name}: ${told(io, connection.problem)}`));
  for (const route of status.routes) {
    if (route.state === 'live' || route.state === 'observing') continue;
    const why = route.reason ? `${told(io, route.reason)} ` : '';
    lines.push(mark(`${told(io, { en: 'route', zh: '路由' })} ${route.name} (${stateText(route.state, io)}): ${why}→ ${typed(io, `release ${route.name}`)}`));
  }
  const { open, atRisk } = status.failures;
  if (open > 0) {
    const risk = atRisk.length === 0 ? '' : ` (${amounts(atRisk)})`;
    lines.push(
      mark(
        told(io, { en: `${counted(open, 'record')} refused or parked${risk} → ${typed(io, 'failures')}`, zh: `${count(open)} 条记录被拒或搁置${risk} → ${typed(io, 'failures')}` }),
      ),
    );
  }
  const conflicts = status.types.reduce((sum, type) => sum + type.undecided, 0);
  if (conflicts > 0) lines.push(mark(told(io, { en: `${count(conflicts)} edits against a delete to decide`, zh: `${count(conflicts)} 处“删除与修改”冲突待裁决` })));
  if (status.reviews > 0) {
    const command = typed(io, 'review list');
    lines.push(mark(told(io, { en: `${counted(status.reviews, 'pair')} that may be one → ${command}`, zh: `${count(status.reviews)} 对可能为同一对象 → ${command}` })));
  }
  for (const wait of status.waiting) lines.push(mark(`${count(wait.count)} × ${told(io, wait.what)}`));
  return lines;
}
