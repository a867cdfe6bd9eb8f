import { type Json, type JsonObject, jsonEqual, stableStringify } from '../../model/json.ts';
import type { Item, Op } from '../../ports/table.ts';
import type { Conflict } from '../conflicts.ts';
import { entityKey, entityOf } from '../entity-item.ts';
import { type HistoryLine, historyOf, storeLines } from '../history.ts';
import { entityOp, partitionPages, put } from '../store.ts';
import type { World } from '../world.ts';
import { blackField, erasedMark } from './mentions.ts';
import type { Subject } from './subject.ts';

/**
 * Whose history or conflicts name one of these records as where a value came from, or may have, was one with their person, whatever the entity says of it today:
 * who is merged with somebody else afterwards is a redirect, which names nobody.
 */
export function tellsOfTime(item: Item, refs: readonly string[]): boolean {
  if (item.kind === 'history') return historyOf(item).lines.some(({ ref }) => refs.includes(ref));
  if (item.kind !== 'conflict') return false;
  const { loser, winner, sentOf } = item.body as unknown as Conflict;
  return [loser, winner, sentOf].some((ref) => ref !== undefined && refs.includes(ref));
}

/**
 * The writes that blacken what an entity keeps of the time in which it was one with the person: values that came from the person's records, in conflicts and in history, and last the names of those records.
 * None when there is nothing left. In this order: what a row tells of whose a value was goes after all that is judged by it, so that a worker that dies leaves nothing unknown.
 */
export async function partWrites(world: World, id: string, { refs }: Subject): Promise<Op[]> {
  const rows: Item[] = [];
  for await (const items of partitionPages(world, entityKey(id).pk)) rows.push(...items);
  const history = rows.filter(({ kind }) => kind === 'history');
  const isTheirs = valuesOf(history, refs);
  const conflicts = rows.filter(({ kind }) => kind === 'conflict').map((row) => ({ row, body: blackConflict(row, refs, isTheirs) }));
  const told = blackHistory(history, refs, isTheirs).reverse();
  const writes = [...conflicts, ...told].flatMap(({ row, body }): Op[] => {
    if (body === row.body) return [];
    const { version, writeId: _, ...input } = row;
    return [{ op: 'put', item: { ...input, body }, when: { version } }];
  });
  return [...writes, ...rows.flatMap((row) => (row.kind === 'entity' ? unnamed(row, refs) : []))];
}

/** Does these writes until one of them finds its row changed: the next pass over the table looks again. */
export async function blackenPart(world: World, writes: readonly Op[]): Promise<void> {
  for (const write of writes) if ((await put(world, [write])) !== 'ok') return;
}

/** The entity without the names of whom it was parted from. */
function unnamed(item: Item, refs: readonly string[]): Op[] {
  const entity = entityOf(item);
  const cannotLink = entity.cannotLink.filter((pair) => !pair.some((ref) => refs.includes(ref)));
  return cannotLink.length === entity.cannotLink.length ? [] : [entityOp({ ...entity, cannotLink }, item.version)];
}

type IsTheirs = (field: string, value: Json) => boolean;

/** Whether a value of a field had come from one of these records, as history tells it. */
function valuesOf(history: readonly Item[], refs: readonly string[]): IsTheirs {
  const name = (field: string, value: Json): string => `${field} ${stableStringify(value)}`;
  const lines = history.flatMap((row) => historyOf(row).lines);
  const theirs = new Set(lines.filter(({ ref }) => refs.includes(ref)).map((line) => name(line.field, line.new)));
  return (field, value) => value !== null && theirs.has(name(field, value));
}

/** Rows as they come, oldest first. Who put there what a row replaces is told by the row before; where that has gone, or came late, nobody knows whose it was, and it goes. */
function blackHistory(history: readonly Item[], refs: readonly string[], isTheirs: IsTheirs): { readonly row: Item; readonly body: JsonObject }[] {
  const isPerson = (ref: string): boolean => refs.includes(ref);
  const wereOne = history.some((row) => historyOf(row).lines.some(({ ref }) => isPerson(ref) || ref === erasedMark));
  const before = new Map<string, Json>();
  return history.map((row) => {
    const { lines, ...rest } = historyOf(row);
    const black = lines.map((line): HistoryLine => {
      const { field, old, new: value, ref } = line;
      const isUnknown = wereOne && old !== null && old !== erasedMark && !jsonEqual(before.get(field) ?? null, old);
      before.set(field, value);
      const [oldIs, newIs] = [isUnknown || isTheirs(field, old), isTheirs(field, value)];
      if (!oldIs && !newIs && !isPerson(ref)) return line;
      return { ...line, field: oldIs || newIs ? blackField(field) : field, old: oldIs ? erasedMark : old, new: newIs ? erasedMark : value, ref: isPerson(ref) ? erasedMark : ref };
    });
    const body = black.some((line, at) => line !== lines[at]) ? { ...(rest as unknown as JsonObject), ...storeLines(black) } : row.body;
    return { row, body };
  });
}

/** What the others lost to the person stays theirs; what the person lost goes, and so does what the others may have shown only because we had sent it there of the person. */
function blackConflict(row: Item, refs: readonly string[], isTheirs: IsTheirs): JsonObject {
  const conflict = row.body as unknown as Conflict;
  const { field, loser, value, winner, winning, sentOf } = conflict;
  const wasSent = sentOf !== undefined && refs.includes(sentOf);
  const lost = wasSent || refs.includes(loser) || isTheirs(field, value as Json);
  const won = refs.includes(winner) || isTheirs(field, winning as Json);
  if (!lost && !won) return row.body;
  // Of a set it is whose side has the element: what the person had taken out of another's set stays that one's.
  const isNamed = (lost && value !== null) || (won && winning !== null);
  return {
    ...row.body,
    field: isNamed ? blackField(field) : field,
    ...(lost ? { loser: refs.includes(loser) ? erasedMark : loser, value: erasedMark } : {}),
    ...(wasSent ? { sentOf: erasedMark } : {}),
    ...(won ? { winner: refs.includes(winner) ? erasedMark : winner, winning: erasedMark } : {}),
  };
}
