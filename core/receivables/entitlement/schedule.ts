import { isObject, type Json, parseJson } from '../../model/json.ts';
import { moneyFrom } from '../../model/money.ts';
import type { ScheduleLine } from './contractLine.ts';

/** More lines than a contract has: a longer schedule is a mistake in its data. */
const linesMax = 200;

/** `2026-03-31 12,000.00/12m Service fee`: day, amount, repeated every so many months, what for. */
const written = /^(\d{4}-\d{2}-\d{2})\s+(-?\d[\d,]*(?:\.\d+)?)(?:\s*\/\s*(\d{1,3})m)?(?:\s+(.*))?$/i;

/** A line without what it shares with its contract. */
export type PlannedLine = Pick<ScheduleLine, 'id' | 'amountMinor' | 'due' | 'description' | 'everyMonths'>;

/**
 * Reads a contract's schedule: lines `day amount[/months] what for`, separated by `;` or a line break, or a JSON list of
 * `{due, amount, everyMonths?, description?}`. Undefined when a line cannot be read: a part of a schedule would be a wrong one.
 */
export function scheduleFrom(text: string, currency: string): PlannedLine[] | undefined {
  const rows = text.trim().startsWith('[') ? fromJson(text) : text.split(/[;；\n]/).flatMap((line) => (line.trim() === '' ? [] : [fromText(line.trim())]));
  if (rows === undefined || rows.length > linesMax) return undefined;
  const lines: PlannedLine[] = [];
  for (const [i, row] of rows.entries()) {
    const money = row === undefined ? undefined : moneyFrom(row.amount, currency);
    if (row === undefined || money === undefined || Number.isNaN(Date.parse(row.due))) return undefined;
    lines.push({ id: String(i + 1), amountMinor: money.minor, due: row.due, description: row.description, everyMonths: row.everyMonths });
  }
  return lines;
}

interface Row {
  readonly due: string;
  readonly amount: string;
  readonly everyMonths?: number;
  readonly description?: string;
}

function fromText(line: string): Row | undefined {
  const [, due, amount, months, description] = written.exec(line) ?? [];
  if (due === undefined || amount === undefined) return undefined;
  return { due, amount: amount.replaceAll(',', ''), everyMonths: months === undefined ? undefined : Number(months), description: description?.trim() };
}

function fromJson(text: string): (Row | undefined)[] | undefined {
  let list: Json;
  try {
    list = parseJson(text);
  } catch {
    return undefined;
  }
  return Array.isArray(list) ? list.map(rowOf) : undefined;
}

function rowOf(value: Json): Row | undefined {
  if (!isObject(value) || typeof value['due'] !== 'string' || typeof value['amount'] !== 'string') return undefined;
  const { due, amount, everyMonths, description } = value;
  return {
    ...{ due: due as string, amount: amount as string },
    ...(typeof everyMonths === 'number' ? { everyMonths } : {}),
    ...(typeof description === 'string' ? { description } : {}),
  };
}
