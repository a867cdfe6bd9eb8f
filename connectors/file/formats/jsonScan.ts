/** A stretch of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A member of a JSON object: its name, and where its value stands. */
export interface Member extends Span {
  readonly name: string;
}

/** Index after the white space at `at`. */
export function skipSpace(text: string, at: number): number {
  let i = at;
  for (let code = text.charCodeAt(i); code === 32 || code === 10 || code === 13 || code === 9; code = text.charCodeAt(i)) i += 1;
  return i;
}

/** Index after the value at `at`: strings and brackets are followed, what stands in them is not checked. −1 when the text ends in the middle. */
export function skipValue(text: string, at: number): number {
  const first = text[at];
  if (first === '"') return skipString(text, at);
  if (first !== '{' && first !== '[') return skipWord(text, at);
  let depth = 0;
  for (let i = at; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 34) {
      i = skipString(text, i) - 1;
      if (i < 0) return -1;
    } else if (code === 123 || code === 91) depth += 1;
    else if (code === 125 || code === 93) {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  return -1;
}

function skipString(text: string, at: number): number {
  for (let i = text.indexOf('"', at + 1); i >= 0; i = text.indexOf('"', i + 1)) {
    let slashes = 0;
    while (text[i - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return i + 1;
  }
  return -1;
}

function skipWord(text: string, at: number): number {
  let i = at;
  while (i < text.length && !/[\s,\]}]/.test(text[i] as string)) i += 1;
  return i === at ? -1 : i;
}

/** Elements of the array at `at`, in order; undefined when there is none or the text ends in it. */
export function elementsAt(text: string, at: number): readonly Span[] | undefined {
  if (text[at] !== '[') return undefined;
  const found: Span[] = [];
  let i = skipSpace(text, at + 1);
  while (text[i] !== ']') {
    const end = skipValue(text, i);
    if (end < 0) return undefined;
    found.push({ start: i, end });
    i = skipSpace(text, end);
    if (text[i] === ',') i = skipSpace(text, i + 1);
    else if (text[i] !== ']') return undefined;
  }
  return found;
}

/** Members of the object at `at`, in order; undefined when there is none or it is malformed. */
export function membersAt(text: string, at: number): readonly Member[] | undefined {
  if (text[at] !== '{') return undefined;
  const found: Member[] = [];
  let i = skipSpace(text, at + 1);
  while (text[i] !== '}') {
    const nameEnd = text[i] === '"' ? skipString(text, i) : -1;
    const colon = nameEnd < 0 ? -1 : skipSpace(text, nameEnd);
    if (colon < 0 || text[colon] !== ':') return undefined;
    const start = skipSpace(text, colon + 1);
    const end = skipValue(text, start);
    if (end < 0) return undefined;
    found.push({ name: JSON.parse(text.slice(i, nameEnd)) as string, start, end });
    i = skipSpace(text, end);
    if (text[i] === ',') i = skipSpace(text, i + 1);
    else if (text[i] !== '}') return undefined;
  }
  return found;
}
