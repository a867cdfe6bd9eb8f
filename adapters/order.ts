const highestPoint = 0x10ffff;
const beforeSurrogates = 0xd7ff;
const afterSurrogates = 0xe000;

/** The least string above every string that starts with `prefix`, in UTF-8 byte order; undefined when there is none. */
export function above(prefix: string): string | undefined {
  const points = Array.from(prefix, (c) => c.codePointAt(0) as number);
  while (points.length > 0) {
    const last = points.pop() as number;
    if (last === highestPoint) continue;
    points.push(last === beforeSurrogates ? afterSurrogates : last + 1);
    return String.fromCodePoint(...points);
  }
  return undefined;
}

/** Compares by UTF-8 bytes, which is code point order (UTF-16 order differs above U+FFFF). */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for points above U+FFFF, so they sort after U+E000–U+FFFF. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
