import type { RouteView } from '../../core/sync/views/status.ts';
import { type Io, told, typed } from '../io.ts';
import { count, duration } from './amounts.ts';
import { printable } from './printable.ts';
import { stateCell } from './state.ts';
import { type Cell, table } from './table.ts';
import { valueText } from './value.ts';

const right = 'right' as const;

/** Brake samples shown in a list; the API gives all. */
const samplesShown = 3;

/** Routes with their state, and below each that stands still why, with samples of what stopped it. */
export function routeLines(routes: readonly RouteView[], io: Io): string[] {
  if (routes.length === 0) return [];
  const head = [
    { title: told(io, { en: 'ROUTE', zh: '路由' }) },
    { title: told(io, { en: 'TYPE', zh: '类型' }) },
    { title: told(io, { en: 'TO', zh: '目标' }) },
    { title: told(io, { en: 'DELIVERED', zh: '已投递' }), grow: true as const },
    { title: told(io, { en: 'WAITING', zh: '等待' }), align: right },
    { title: told(io, { en: 'FAILED', zh: '失败' }), align: right },
    { title: told(io, { en: 'LAG', zh: '延迟' }), align: right },
    { title: told(io, { en: 'STATE', zh: '状态' }) },
  ];
  const rows = routes.map((route): Cell[] => [
    route.name,
    route.type,
    route.to.replace('/', '.'),
    deliveredText(route.delivered, io),
    count(route.waiting),
    { text: count(route.failed), paint: route.failed > 0 ? io.paint.red : (text) => text },
    route.lagMs === undefined ? '–' : duration(route.lagMs, io.language),
    stateCell(route.state, io),
  ]);
  return [...table(head, rows, io), ...routes.flatMap((route) => whyStill(route, io)), ''];
}

/** `12 created · 3 updated`, or `–`. */
export function deliveredText(delivered: RouteView['delivered'], io: Io): string {
  const parts = [
    { n: delivered.created, en: 'created', zh: '新建' },
    { n: delivered.updated, en: 'updated', zh: '更新' },
    { n: delivered.archived, en: 'archived', zh: '归档' },
    { n: delivered.deleted, en: 'deleted', zh: '删除' },
  ].filter((part) => part.n > 0);
  return parts.length === 0 ? '–' : parts.map((part) => (io.language === 'en' ? `${count(part.n)} ${part.en}` : `${part.zh} ${count(part.n)}`)).join(' · ');
}

function whyStill(route: RouteView, io: Io): string[] {
  if (route.state === 'live' || (route.reason === undefined && route.brake === undefined)) return [];
  const lines = route.reason === undefined ? [] : [`  ${io.paint.yellow('!')} ${route.name}: ${told(io, route.reason)}`];
  const { brake } = route;
  if (brake === undefined) return lines;
  lines.push(`    ${told(io, { en: `Look at these, then: ${typed(io, `release ${route.name}`)}`, zh: `检查以下样本后执行：${typed(io, `release ${route.name}`)}` })}`);
  for (const sample of brake.samples.slice(0, samplesShown)) {
    const change = sample.field === undefined ? '' : `  ${sample.field}: ${valueText(sample.before)} → ${valueText(sample.after)}`;
    lines.push(io.paint.dim(`      ${printable(sample.record)}${change}`));
  }
  return lines;
}
