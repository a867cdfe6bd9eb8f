import { type Json, jsonEqual } from '../../core/model/json.ts';
import { familyOf } from '../../core/ports/mapping.ts';
import type { WhyView } from '../../core/sync/views/why.ts';
import { type Io, told } from '../io.ts';
import { ago } from './amounts.ts';
import { printable } from './printable.ts';
import { stateCell, stateText } from './state.ts';
import { type Cell, table } from './table.ts';
import { valueText } from './value.ts';
import { pad } from './width.ts';

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

type FieldView = WhyView['fields'][number];

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
  const mappings = new Map(view.fields.flatMap((field) => field.claimants.map((claimant) => [claimant.mappingVersion, claimant.mapping])));
  const legend = [...mappings].map(([version, name]) => `@${version.slice(0, 6)} ${name}`).join(' · ');
  return [
    ...table(
      head,
      view.fields.flatMap((field) => fieldRows(field, io)),
      io,
    ),
    io.paint.dim(legend),
    '',
  ];
}

/** The winner's row, then one for each that says something else, and the others that agree on one line. */
function fieldRows(field: FieldView, io: Io): Cell[][] {
  const { name, element } = familyOf(field.field);
  const text = (value: Json): string => (element === undefined ? valueText(value) : value === true ? printable(element) : told(io, { en: 'not there', zh: '无' }));
  const winner = field.claimants.find((claimant) => claimant.wins);
  const others = field.claimants.filter((claimant) => !claimant.wins);
  const agree = others.filter((claimant) => jsonEqual(claimant.value, field.value));
  const differ = others.filter((claimant) => !jsonEqual(claimant.value, field.value));
  const when = (at: string): string => ago(at, io.now(), io.language);
  const version = (claimant: FieldView['claimants'][number]): Cell => dim(`@${claimant.mappingVersion.slice(0, 6)}`, io);
  return [
    [{ text: name, paint: io.paint.cyan }, text(field.value), winner?.record ?? '', winner ? when(winner.at) : '', winner ? version(winner) : '', told(io, field.reason)],
    ...differ.map((loser): Cell[] => ['', dim(`✗ ${text(loser.value)}`, io), dim(loser.record, io), dim(when(loser.at), io), version(loser), dim(told(io, loser.reason), io)]),
    ...(agree.length === 0 ? [] : [['', dim('=', io), dim(agree.map((claimant) => claimant.record).join(', '), io)]]),
  ];
}

function dim(text: string, io: Io): Cell {
  return { text, paint: io.paint.dim };
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
    entry.changes.map((change, i) => {
      const head = i === 0 ? pad(`v${entry.version}`, 5) : '     ';
      const tail = i === 0 ? io.paint.dim(`  ${ago(entry.at, io.now(), io.language)} · ${entry.by}`) : '';
      return `${head}${changeText(change)}${tail}`;
    }),
  );
  return [title, ...lines];
}

function changeText({ field, old, new: now }: WhyView['history'][number]['changes'][number]): string {
  const { name, element } = familyOf(field);
  if (element !== undefined) return `${name}: ${now === true ? '+' : '−'} ${printable(element)}`;
  return old === null ? `${name}: ${valueText(now)}` : `${name}: ${valueText(old)} → ${valueText(now)}`;
}
