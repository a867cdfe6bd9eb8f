import { refuse } from '../../model/refusal.ts';

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Resolves the five predefined entities and character references; any other entity is a named refusal, so no document can grow while it is read. */
export function resolveEntities(text: string, line: number): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;\s&]{0,12});?/g, (whole, name: string) => {
    const known = Object.hasOwn(predefined, name) ? predefined[name] : characterOf(name);
    if (known === undefined || !whole.endsWith(';')) refuse('malformed', `The entity ${JSON.stringify(whole)} is not known.`, `实体 ${JSON.stringify(whole)} 未知。`, line);
    return known;
  });
}

function characterOf(name: string): string | undefined {
  const match = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name);
  if (match === null) return undefined;
  const code = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16);
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : undefined;
}
