import type { Json, JsonObject } from '../../../core/model/json.ts';
import type { Editor } from './format.ts';
import { elementsOf } from './jsonList.ts';
import { membersAt } from './jsonScan.ts';

/** Edits a JSON list: elements that do not change keep their bytes, members that do not change keep theirs. */
export const jsonEdit: Editor = {
  columns: () => [],
  empty: ({ stream }) => {
    const names = stream.list?.split('.') ?? [];
    return `${names.map((name) => `{${JSON.stringify(name)}:`).join('')}[]${'}'.repeat(names.length)}\n`;
  },
  preview: previewObject,
  apply(text, edits, options) {
    const { open, elements } = elementsOf(text, options);
    const first = elements[0];
    const last = elements.at(-1);
    const lead = first === undefined ? '' : text.slice(open + 1, first.start);
    const pieces: string[] = [];
    for (const [index, { start, end }] of elements.entries()) {
      if (edits.removed.has(index)) continue;
      const changed = edits.changed.get(index);
      const body = changed === undefined ? text.slice(start, end) : changedObject(text.slice(start, end), changed);
      const before = elements[index - 1];
      pieces.push((pieces.length === 0 || before === undefined ? lead : text.slice(before.end + 1 + text.slice(before.end, start).indexOf(','), start)) + body);
    }
    for (const record of edits.added) pieces.push(lead + newObject(record, lead));
    const tail = last === undefined ? text.slice(open + 1) : text.slice(last.end);
    return text.slice(0, open + 1) + pieces.join(',') + tail;
  },
};

/** Fields on top of the old record; nothing that is JSON is refused. */
export function previewObject(old: JsonObject | undefined, fields: JsonObject): { readonly record: JsonObject } {
  const record: Record<string, Json> = {};
  for (const [name, value] of Object.entries({ ...old, ...fields })) if (value !== undefined) record[name] = value;
  return { record };
}

/** The text of an object with the record's values in place of those that differ; members keep their order, new ones follow. */
export function changedObject(text: string, record: JsonObject): string {
  const members = membersAt(text, 0) ?? [];
  const named = new Set(members.map((m) => m.name));
  let out = '';
  let kept = 0;
  for (const { name, start, end } of members) {
    const value = record[name];
    if (value === undefined) continue;
    const old = text.slice(start, end);
    const now = valueText(value, old);
    if (now === old) continue;
    out += text.slice(kept, start) + now;
    kept = end;
  }
  const last = members.at(-1);
  const added = Object.entries(record).filter(([name, value]) => !named.has(name) && value !== undefined && value !== null);
  if (added.length > 0) {
    const end = last?.end ?? 1;
    const gap = /^\{(\s*)/.exec(text)?.[1] ?? '';
    out += text.slice(kept, end);
    kept = end;
    for (const [i, [name, value]] of added.entries()) out += `${last === undefined && i === 0 ? '' : ','}${gap}${JSON.stringify(name)}: ${JSON.stringify(value)}`;
  }
  return out + text.slice(kept);
}

/** A number that arrives as text stays a number where the file has one; a value that means the same keeps its text. */
function valueText(value: Json, old: string): string {
  const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
  if (typeof value === 'string' && number.test(old) && number.test(value)) return value;
  const text = JSON.stringify(value);
  return text === JSON.stringify(parsed(old)) ? old : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A new object in the manner of the list: on lines of its own when the list's elements are. */
function newObject(record: JsonObject, lead: string): string {
  const indent = /\n([ \t]*)$/.exec(lead)?.[1];
  if (indent === undefined) return JSON.stringify(record);
  return JSON.stringify(record, null, indent === '' ? 2 : indent).replaceAll('\n', `\n${indent}`);
}
