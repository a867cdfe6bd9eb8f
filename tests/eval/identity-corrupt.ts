import type { Dice } from './identity-random.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** One typing slip: a letter dropped, doubled, replaced, inserted, or two swapped. */
export function slip(text: string, dice: Dice): string {
  if (text.length < 2) return text;
  const at = dice.int(0, text.length - 1);
  const other = /\d/.test(text[at] as string) ? String(dice.int(0, 9)) : letters[dice.int(0, 25)];
  switch (dice.int(0, 4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + text[at] + text.slice(at);
    case 2:
      return text.slice(0, at) + other + text.slice(at + 1);
    case 3:
      return text.slice(0, at) + other + text.slice(at);
    default:
      return at + 1 < text.length ? text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2) : text;
  }
}

/** Slips as people make them: mostly one, sometimes two or three. */
export function mistyped(text: string, share: number, dice: Dice): string {
  if (!dice.chance(share)) return text;
  let result = slip(text, dice);
  while (dice.chance(0.3)) result = slip(result, dice);
  return result;
}

/** A day that was heard, read or typed wrongly; `YYYY-MM-DD`. */
export function wrongDay(day: string, dice: Dice): string {
  const [y, m, d] = day.split('-') as [string, string, string];
  const two = (n: number): string => String(n).padStart(2, '0');
  switch (dice.int(0, 5)) {
    case 0:
      return Number(d) <= 12 ? `${y}-${d}-${m}` : `${y}-${m}-${two(Math.max(1, Number(d) - 1))}`;
    case 1:
      return `${y}-${m}-${two(dice.int(1, 28))}`;
    case 2:
      return `${Number(y) + dice.pick([-1, 1, -10, 10])}-${m}-${d}`;
    case 3:
      return `${y}-${two(dice.int(1, 12))}-${d}`;
    case 4:
      return `${Number(y) + dice.int(-1, 1)}-${two(Math.min(12, Math.max(1, Number(m) + dice.int(-1, 1))))}-${two(Math.min(28, Math.max(1, Number(d) + dice.int(-2, 2))))}`;
    default:
      return `${y}-${m}-${two(Math.min(28, Math.max(1, Number(d) + dice.pick([-1, 1, 10, -10]))))}`;
  }
}
