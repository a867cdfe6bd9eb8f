import { dayMs } from '../../model/time.ts';
import type { LineLink } from './lineBook.ts';
import type { IdentifiedLine } from './lineId.ts';

/** A pending line is booked within this time or it is not the same. */
const bookedWithinMs = 10 * dayMs;

/** Links each pending line to the booked line it became: same account and amount, and the same bank or end-to-end id, else the same counterparty or text; only when exactly one booked line fits, each booked line once. */
export function pendingLinks(lines: readonly IdentifiedLine[], known: ReadonlyMap<string, LineLink>): LineLink[] {
  const pending = lines.filter((line) => line.line.status === 'pending' && !known.has(line.id));
  if (pending.length === 0) return [];
  const taken = new Set([...known.values()].filter((link) => link.kind === 'supersededBy').map((link) => link.other));
  const byAmount = Map.groupBy(
    lines.filter((line) => line.line.status === 'booked'),
    (line) => `${line.account}|${line.line.currency}|${line.line.amountMinor}`,
  );
  const links: LineLink[] = [];
  for (const line of pending) {
    const near = (byAmount.get(`${line.account}|${line.line.currency}|${line.line.amountMinor}`) ?? []).filter((booked) => !taken.has(booked.id) && follows(line, booked));
    const sure = near.filter((booked) => sameId(line, booked));
    const chosen = sure.length === 1 ? sure : near.filter((booked) => sameStory(line, booked));
    if (chosen.length !== 1) continue;
    const other = (chosen[0] as IdentifiedLine).id;
    taken.add(other);
    links.push({ line: line.id, kind: 'supersededBy', other });
  }
  return links;
}

function follows(pending: IdentifiedLine, booked: IdentifiedLine): boolean {
  const wait = Date.parse(booked.line.date) - Date.parse(pending.line.date);
  return wait >= -dayMs && wait <= bookedWithinMs;
}

function sameId(a: IdentifiedLine, b: IdentifiedLine): boolean {
  const equal = (x: string | undefined, y: string | undefined): boolean => x !== undefined && x === y;
  return equal(a.line.bankId, b.line.bankId) || equal(a.line.endToEndId, b.line.endToEndId);
}

function sameStory(a: IdentifiedLine, b: IdentifiedLine): boolean {
  if (a.line.endToEndId !== undefined && b.line.endToEndId !== undefined && a.line.endToEndId !== b.line.endToEndId) return false;
  const equal = (x: string | undefined, y: string | undefined): boolean => x !== undefined && x !== '' && x === y;
  return equal(a.line.counterparty, b.line.counterparty) || equal(a.line.text, b.line.text) || equal(a.line.reference, b.line.reference);
}
