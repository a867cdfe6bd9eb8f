import { dayMs } from '../../model/time.ts';
import type { LineLink } from './lineBook.ts';
import type { IdentifiedLine } from './lineId.ts';

/** Details of a batch arrive within this time of the booking. */
const detailsWithinMs = 5 * dayMs;

/**
 * Links lines that tell a booked line's details a second time, so that their money is not counted twice:
 * a notification's line with the bank id and amount of a statement's line, or a set of lines that together are
 * exactly the parts of one batch (the same amounts, each once).
 */
export function partLinks(lines: readonly IdentifiedLine[], known: ReadonlyMap<string, LineLink>): LineLink[] {
  const free = lines.filter((line) => line.line.status === 'booked' && !known.has(line.id));
  const links = new Map<string, LineLink>();
  const booked = new Map(free.filter((line) => line.kind === 'statement' && line.line.bankId !== undefined).map((line) => [idKey(line), line]));
  for (const line of free) {
    const whole = line.kind === 'statement' ? undefined : booked.get(idKey(line));
    if (whole !== undefined && line.line.bankId !== undefined) links.set(line.id, { line: line.id, kind: 'partOf', other: whole.id });
  }
  for (const batch of free.filter((line) => (line.line.parts?.length ?? 0) > 1 && !links.has(line.id))) {
    for (const part of coveredBy(batch, free, links)) links.set(part.id, { line: part.id, kind: 'partOf', other: batch.id });
  }
  return [...links.values()];
}

function idKey(line: IdentifiedLine): string {
  return `${line.account}|${line.line.currency}|${line.line.amountMinor}|${line.line.bankId ?? ''}`;
}

/** The lines that stand for all parts of a batch: every part finds one by end-to-end id (or reference) and amount; all or nothing. */
function coveredBy(batch: IdentifiedLine, lines: readonly IdentifiedLine[], links: ReadonlyMap<string, LineLink>): IdentifiedLine[] {
  const key = (amount: bigint, endToEnd: string | undefined, reference: string | undefined): string => `${amount}|${endToEnd ?? reference ?? ''}`;
  const candidates = Map.groupBy(
    lines.filter(
      (line) =>
        line.id !== batch.id && !links.has(line.id) && line.account === batch.account && Math.abs(Date.parse(line.line.date) - Date.parse(batch.line.date)) <= detailsWithinMs,
    ),
    (line) => key(line.line.amountMinor, line.line.endToEndId, line.line.reference),
  );
  const found: IdentifiedLine[] = [];
  for (const part of batch.line.parts ?? []) {
    if ((part.endToEndId ?? part.reference) === undefined) return [];
    const line = candidates.get(key(part.amountMinor, part.endToEndId, part.reference))?.find((l) => !found.includes(l));
    if (line === undefined) return [];
    found.push(line);
  }
  return found;
}
