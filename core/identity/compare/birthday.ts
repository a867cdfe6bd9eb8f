import type { Finding } from './level.ts';
import { editDistance } from './strings.ts';

/** Level of two days: `equal`, `swapped` (day and month), `slip` (one digit or neighbours swapped), `parts` (two of year, month, day), `near` (a few units off everywhere), `twoSlips`, `year`, `threeSlips`, `different`. */
export function compareBirthdays(a: string | undefined, b: string | undefined): Finding | undefined {
  if (a === undefined || b === undefined) return undefined;
  return { field: 'birthday', level: levelOf(a, b), a, b };
}

function levelOf(a: string, b: string): string {
  if (a === b) return 'equal';
  const [y1, m1, d1] = [a.slice(0, 4), a.slice(4, 6), a.slice(6)];
  const [y2, m2, d2] = [b.slice(0, 4), b.slice(4, 6), b.slice(6)];
  if (y1 === y2 && m1 === d2 && d1 === m2) return 'swapped';
  if (editDistance(a, b, 1) <= 1) return 'slip';
  if (Number(y1 === y2) + Number(m1 === m2) + Number(d1 === d2) === 2) return 'parts';
  const apart = [Number(y1) - Number(y2), Number(m1) - Number(m2), Number(d1) - Number(d2)].map(Math.abs) as [number, number, number];
  if (apart[0] <= 2 && apart[1] <= 2 && apart[2] <= 3) return 'near';
  const edits = editDistance(a, b, 3);
  if (edits === 2) return 'twoSlips';
  return y1 === y2 ? 'year' : edits === 3 ? 'threeSlips' : 'different';
}
