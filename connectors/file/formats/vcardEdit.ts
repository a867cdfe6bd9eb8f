import { type Json, type JsonObject, jsonEqual } from '../../../core/model/json.ts';
import type { Editor, RowProblem } from './format.ts';
import { previewObject } from './jsonEdit.ts';
import { linesOf } from './lines.ts';
import { type Card, CardGatherer, type LogicalLine } from './vcardCards.ts';
import { escaped, folded, propertyOf } from './vcardLine.ts';
import { addressParts, cardRecord, listFields, nameParts, textFields } from './vcardRecord.ts';

/** Edits vCards: properties that do not change keep their lines, parameters and groups. Cards of version 2.1 are read only. */
export const vcardEdit: Editor = {
  columns: () => [],
  empty: () => '',
  preview(old, fields) {
    const unknown = Object.keys(fields).find((field) => propertyOfField(field) === undefined && field !== 'uid');
    if (unknown !== undefined) return { problem: unknownField(unknown) };
    if (old?.['version'] === '2.1') return { problem: oldVersion };
    return previewObject(old, fields);
  },
  apply(text, edits, { shape }) {
    let out = '';
    let kept = 0;
    for (const [index, card] of cardsOf(text).entries()) {
      const changed = edits.changed.get(index);
      if (changed === undefined && !edits.removed.has(index)) continue;
      out += text.slice(kept, card.start) + (changed === undefined ? '' : changedCard(text, card, changed, shape.eol));
      kept = card.next;
    }
    out += text.slice(kept);
    for (const record of edits.added) out += `${out === '' || out.endsWith('\n') ? '' : shape.eol}${newCard(record, shape.eol)}`;
    return out;
  },
};

function cardsOf(text: string): Card[] {
  const gatherer = new CardGatherer();
  return [...gatherer.push(linesOf(text)), ...gatherer.end()];
}

function propertyOfField(field: string): string | undefined {
  const known: Readonly<Record<string, string>> = { ...textFields, ...listFields, n: 'N', org: 'ORG', unit: 'ORG', categories: 'CATEGORIES', addresses: 'ADR' };
  return Object.hasOwn(known, field) ? known[field] : undefined;
}

/** Lines of changed properties are replaced where the first of them stood; of a list, lines whose value stays are kept. */
function changedCard(text: string, card: Card, record: JsonObject, eol: string): string {
  const old = cardRecord(card.properties.map((p) => p.text));
  const fields = Object.keys({ ...old, ...record }).filter((f) => !jsonEqual(old[f] ?? null, record[f] ?? null));
  const names = new Set(fields.map(propertyOfField).filter((name) => name !== undefined));
  const wanted = new Map([...names].map((name) => [name, linesFor(name, record)]));
  const had = (line: LogicalLine): string => propertyOf(line.text)?.name ?? '';
  if (!card.properties.some((p) => had(p) === 'UID')) wanted.set('UID', [`UID:${escaped(String(record['uid']))}`]);
  let out = text.slice(card.start, card.properties[0]?.start ?? card.start);
  for (const line of card.properties) {
    const name = had(line);
    const left = wanted.get(name);
    if (left === undefined) out += text.slice(line.start, line.next);
    else if (isIn(line, name, record)) {
      out += text.slice(line.start, line.next);
      wanted.set(
        name,
        left.filter((l) => !sameValue(l, line.text)),
      );
    }
  }
  for (const lines of wanted.values()) for (const line of lines) out += folded(line, eol) + eol;
  return out + text.slice(card.properties.at(-1)?.next ?? card.start, card.next);
}

/** True when a line of a list property stands for a value that the record still has. */
function isIn(line: LogicalLine, name: string, record: JsonObject): boolean {
  return linesFor(name, record).some((l) => sameValue(l, line.text));
}

function sameValue(a: string, b: string): boolean {
  return jsonEqual(withoutUid(cardRecord([a])), withoutUid(cardRecord([b])));
}

function withoutUid({ uid: _, ...rest }: JsonObject): JsonObject {
  return rest;
}

function newCard(record: JsonObject, eol: string): string {
  const names = new Set(
    Object.keys(record)
      .map(propertyOfField)
      .filter((name) => name !== undefined),
  );
  const fn = record['fn'] === undefined ? ['FN:'] : [];
  const lines = ['BEGIN:VCARD', 'VERSION:4.0', `UID:${escaped(String(record['uid']))}`, ...fn, ...[...names].flatMap((name) => linesFor(name, record)), 'END:VCARD'];
  return lines.map((line) => folded(line, eol) + eol).join('');
}

/** The unfolded lines of a property as the record has it; none when the record has it empty. */
function linesFor(name: string, record: JsonObject): string[] {
  const text = (value: Json | undefined): string => (value === null || value === undefined ? '' : String(value));
  const objects = (field: string): JsonObject[] => (Array.isArray(record[field]) ? (record[field] as JsonObject[]) : []);
  if (name === 'N')
    return oneLine(
      'N',
      nameParts.map((part) => text((record['n'] as JsonObject | null | undefined)?.[part])),
    );
  if (name === 'ORG') return oneLine('ORG', record['unit'] ? [text(record['org']), text(record['unit'])] : [text(record['org'])]);
  if (name === 'ADR') return objects('addresses').map((a) => `ADR${typeOf(a)}:;;${addressParts.map((part) => escaped(text(a[part]))).join(';')}`);
  if (name === 'CATEGORIES')
    return Array.isArray(record['categories']) && record['categories'].length > 0 ? [`CATEGORIES:${record['categories'].map((c) => escaped(text(c))).join(',')}`] : [];
  for (const [field, property] of Object.entries(listFields)) if (property === name) return objects(field).map((item) => `${name}${typeOf(item)}:${escaped(text(item['value']))}`);
  for (const [field, property] of Object.entries(textFields)) if (property === name) return oneLine(name, [text(record[field])]);
  return [];
}

function oneLine(name: string, parts: readonly string[]): string[] {
  return parts.every((part) => part === '') ? [] : [`${name}:${parts.map(escaped).join(';')}`];
}

function typeOf(item: JsonObject): string {
  const types = String(item['type'] ?? '')
    .split(/[ ,]+/)
    .filter((t) => /^[A-Za-z0-9-]+$/.test(t));
  return types.length === 0 ? '' : `;TYPE=${types.join(',')}`;
}

function unknownField(field: string): RowProblem {
  return {
    kind: 'schema',
    code: 'vcard.field',
    field,
    en: `A vCard has no field ${JSON.stringify(field)}. See the connector's BEHAVIOR.md for the fields there are.`,
    zh: `vCard 没有字段 ${JSON.stringify(field)}。可用字段见连接器的 BEHAVIOR.md。`,
  };
}

const oldVersion: RowProblem = {
  kind: 'invalid',
  code: 'vcard.version',
  en: 'This card is of version 2.1, which is only read. Export the address book as vCard 3.0 or 4.0.',
  zh: '此名片为 2.1 版，只能读取。请将通讯录导出为 vCard 3.0 或 4.0。',
};
