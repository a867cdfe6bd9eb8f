import type { Sentence } from '../../../core/model/error.ts';
import { err, ok, type Result } from '../../../core/model/result.ts';
import { literalPattern } from '../literal-pattern.ts';
import { type FixedPiece, fixedWidthReader } from './fixed-width.ts';

/** The parts of a date and time as written; absent parts are undefined. */
export interface Written {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** A compiled format. `parse` checks the form only, not whether the day exists. */
export interface DateFormat {
  readonly parse: (text: string) => Written | undefined;
  readonly write: (written: Written) => string;
}

const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const capital = (name: string) => name.slice(0, 1).toUpperCase() + name.slice(1);
const monthOf = (text: string) => months.findIndex((m) => m === text || m.slice(0, 3) === text) + 1;

type Part = keyof Written;
const letters: Readonly<Record<string, { readonly part: Part; readonly form: string; readonly width: number | 'short' | 'long' }>> = {
  yyyy: { part: 'year', form: '(\\d{4})', width: 4 },
  MMMM: { part: 'month', form: '([A-Za-z]{3,9})', width: 'long' },
  MMM: { part: 'month', form: '([A-Za-z]{3})', width: 'short' },
  MM: { part: 'month', form: '(\\d{2})', width: 2 },
  M: { part: 'month', form: '(\\d{1,2})', width: 1 },
  dd: { part: 'day', form: '(\\d{2})', width: 2 },
  d: { part: 'day', form: '(\\d{1,2})', width: 1 },
  HH: { part: 'hour', form: '(\\d{2})', width: 2 },
  H: { part: 'hour', form: '(\\d{1,2})', width: 1 },
  mm: { part: 'minute', form: '(\\d{2})', width: 2 },
  ss: { part: 'second', form: '(\\d{2})', width: 2 },
};

const token = /yyyy|MMMM|MMM|MM|M|dd|d|HH|H|mm|ss|'[^']*'|./gsu;

function complaint(en: string, zh: string): Result<never, Sentence> {
  return err({ en, zh });
}

const literalOf = (piece: string) => (piece.startsWith("'") && piece.length > 1 ? piece.slice(1, -1) : piece);

/** Compiles `dd.MM.yyyy`-like formats: yyyy MM M MMM MMMM dd d HH H mm ss, other characters as they are, letters in quotes. Two-digit years are refused: their century is a guess. */
export function dateFormat(format: string): Result<DateFormat, Sentence> {
  const pieces = format.match(token) ?? [];
  const parts = pieces.flatMap((piece) => letters[piece]?.part ?? []);
  for (const piece of pieces) {
    if (piece === 'y')
      return complaint(`the format ${format} has a two-digit year; its century would be a guess, write yyyy`, `格式 ${format} 使用两位年份，世纪无法确定，请写 yyyy`);
    if (letters[piece] === undefined && /^[A-SU-Za-z]$/.test(piece))
      return complaint(
        `the format ${format} has the letter ${piece}, which means nothing; put text in quotes '…'`,
        `格式 ${format} 含有无意义的字母 ${piece}；普通文字请用 '…' 括起`,
      );
  }
  const missing = (['year', 'month', 'day'] as const).filter((part) => !parts.includes(part));
  if (missing.length > 0 || new Set(parts).size !== parts.length)
    return complaint(`the format ${format} must name year, month and day once each`, `格式 ${format} 必须各包含一次年、月、日`);
  const numbers = numbersOf(pieces);
  const written = writtenIn(parts);
  return ok({ parse: (text) => written(numbers(text)), write: (date) => pieces.map((piece) => spell(piece, date)).join('') });
}

/** Reads the numbers of a date in the order of the format; month names become their numbers. */
function numbersOf(pieces: readonly string[]): (text: string) => readonly number[] | undefined {
  const fixed = pieces.map((piece): FixedPiece | undefined => {
    const letter = letters[piece];
    if (letter === undefined) return { literal: literalOf(piece) };
    return typeof letter.width === 'number' && letter.width > 1 ? { digits: letter.width } : undefined;
  });
  if (fixed.every((piece) => piece !== undefined)) return fixedWidthReader(fixed);
  const form = pieces.map((piece) => letters[piece]?.form ?? literalPattern(literalOf(piece))).join('');
  const expression = new RegExp(`^${form}$`, 'u');
  return (text) =>
    expression
      .exec(text)
      ?.slice(1)
      .map((part) => (/^\d/.test(part) ? Number(part) : monthOf(part.toLowerCase())));
}

/** Numbers in the order of the format as a date; parts that it does not have are 0. */
function writtenIn(parts: readonly Part[]): (numbers: readonly number[] | undefined) => Written | undefined {
  const place = (part: Part): number => parts.indexOf(part);
  const [year, month, day, hour, minute, second] = [place('year'), place('month'), place('day'), place('hour'), place('minute'), place('second')];
  const at = (numbers: readonly number[], index: number) => (index < 0 ? 0 : (numbers[index] as number));
  return (numbers) =>
    numbers === undefined
      ? undefined
      : { year: at(numbers, year), month: at(numbers, month), day: at(numbers, day), hour: at(numbers, hour), minute: at(numbers, minute), second: at(numbers, second) };
}

function spell(piece: string, date: Written): string {
  const letter = letters[piece];
  if (letter === undefined) return literalOf(piece);
  const value = date[letter.part];
  if (typeof letter.width === 'number') return String(value).padStart(letter.width, '0');
  const name = capital(months[value - 1] as string);
  return letter.width === 'short' ? name.slice(0, 3) : name;
}
