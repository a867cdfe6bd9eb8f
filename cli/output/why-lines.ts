import type { WhyView } from '../../core/sync/views/why.ts';
import { type Io, told } from '../io.ts';
import { ago } from './amounts.ts';
import { printable } from './printable.ts';
import { stateCell, stateText } from './state.ts';
import { type Cell, table } from './table.ts';
import { valueText } from './value.ts';

/** Why an entity is what it is: each field with its source and reason, each target with its state. */
export function whyLines(view: WhyView, io: Io): string[] {
  return [...headLines(view, io), ...fieldLines(view, io), ...targetLines(view, io), ...identityLines(view, io), ...historyLines(view, io)].filter(
    (line, i, all) => line !== '' || all[i - 1] !== '',
  );
}

function headLines(view: WhyView, io: Io): string[] {
  const lines: string[] = [];
  const { entity, record } = view;
  if (entity)
    lines.push(`${io.paint.bold(printable(entity.label))}  ${io.paint.dim(`${entity.type} ${entity.id} · v${entity.version} · ${ago(entity.changedAt, io.now(), io.language)}`)}`);
  if (view.redirectedFrom) lines.push(io.paint.dim(told(io, { en: `${view.redirectedFrom} was merged into it`, zh: `${view.redirectedFrom} 已并入` })));
  if (record) lines.push(`${record.record}  ${stateText(record.state === 'live' ? 'ok' : record.state, io)}  ${told(io, record.reason)}`);
  return [...lines, ''];
}

function fieldLines(view: WhyView, io: Io): string[] {
  if (view.fields.length === 0) return [];
  const head = [
    { title: told(io, { en: 'FIELD', zh: '字段' }) },
    { title: told(io, { en: 'VALUE', zh: '值' }), grow: true as const },
    { title: told(io, { en: 'FROM', zh: '来源' }), grow: true as const },
    { title: told(io, { en: 'WHEN', zh: '时间' }) },
    { title: told(io, { en: 'MAPPING', zh: '映射' }) },
    { title: told(io, { en: 'WHY', zh: '原因' }), grow: true as const },
  ];
  const rows = view.fields.flatMap((field): Cell[][] => {
    const winner = field.claimants.find((claimant) => claimant.wins);
    const losers = field.claimants.filter((claimant) => !claimant.wins);
    const at = winner ? ago(winner.at, io.now(), io.language) : '';
    const mapping = winner ? `${winner.mapping}@${winner.mappingVersion.slice(0, 6)}` : '';
    return [
      [{ text: field.field, paint: io.paint.cyan }, valueText(field.value), winner?.record ?? '', at, { text: mapping, paint: io.paint.dim }, told(io, field.reason)],
      ...losers.map((loser): Cell[] => [
        '',
        { text: `✗ ${valueText(loser.value)}`, paint: io.paint.dim },
        { text: loser.record, paint: io.paint.dim },
        { text: ago(loser.at, io.now(), io.language), paint: io.paint.dim },
        { text: `${loser.mapping}@${loser.mappingVersion.slice(0, 6)}`, paint: io.paint.dim },
        { text: told(io, loser.reason), paint: io.paint.dim },
      ]),
    ];
  });
  return [...table(head, rows, io), ''];
}

function targetLines(view: WhyView, io: Io): string[] {
  if (view.targets.length === 0) return [];
  const head = [
    { title: told(io, { en: 'TARGET', zh: '目标' }) },
    { title: told(io, { en: 'RECORD', zh: '记录' }) },
    { title: told(io, { en: 'STATE', zh: '状态' }) },
    { title: told(io, { en: 'WHY', zh: '原因' }), grow: true as const },
  ];
  const rows = view.targets.flatMap((target): Cell[][] => [
    [target.to, target.record ?? '–', stateCell(target.state, io), told(io, target.reason)],
    ...target.fields.map((field): Cell[] => ['', '', '', { text: `${field.field}: ${valueText(field.there)} → ${valueText(field.wanted)}`, paint: io.paint.dim }]),
  ]);
  return [...table(head, rows, io), ''];
}

function identityLines(view: WhyView, io: Io): string[] {
  if (view.links.length === 0) return [];
  const title = io.paint.dim(told(io, { en: 'WHY THESE RECORDS ARE ONE', zh: '为何这些记录是同一实体' }));
  return [
    title,
    ...view.links.map((link) => `${link.a} ${link.decision === 'same' ? '=' : io.paint.red('≠')} ${link.b}  ${io.paint.dim(`${told(io, link.reason)} (${link.by})`)}`),
    '',
  ];
}

function historyLines(view: WhyView, io: Io): string[] {
  if (view.history.length === 0) return [];
  const title = io.paint.dim(told(io, { en: 'HISTORY', zh: '历史' }));
  const lines = view.history.flatMap((entry) =>
    entry.changes.map(
      (change, i) =>
        `${i === 0 ? `v${entry.version}`.padEnd(5) : '     '}${change.field}: ${valueText(change.old)} → ${valueText(change.new)}${i === 0 ? io.paint.dim(`  ${ago(entry.at, io.now(), io.language)} · ${entry.by}`) : ''}`,
    ),
  );
  return [title, ...lines];
}
