import { type Json, type JsonObject, stableStringify } from '../../model/json.ts';
import type { Item } from '../../ports/table.ts';
import type { Conflict } from '../conflicts.ts';
import { entityOf } from '../entity-item.ts';
import { type HistoryLine, historyOf, storeLines } from '../history.ts';
import { entityOp, partitionPages, put } from '../store.ts';
import type { World } from '../world.ts';
import { erasedMark } from './mentions.ts';
import type { Subject } from './subject.ts';

/** Blackens what an entity keeps of the time in which it was one with the person: values that came from the person's records, in history and in conflicts, and last the names of those records. Repeatable. */
export async function blackenPart(world: World, item: Item, { refs }: Subject): Promise<void> {
  const entity = entityOf(item);
  const rows = await rowsOf(world, item.pk);
  const isTheirs = valuesOf(rows, refs);
  for (const row of rows) {
    const body = row.kind === 'history' ? blackHistory(row, refs, isTheirs) : row.kind === 'conflict' ? blackConflict(row, refs, isTheirs) : row.body;
    if (body === row.body) continue;
    const { version, writeId: _, ...input } = row;
    await put(world, [{ op: 'put', item: { ...input, body }, when: { version } }]);
  }
  const cannotLink = entity.cannotLink.filter((pair) => !pair.some((ref) => refs.includes(ref)));
  await put(world, [entityOp({ ...entity, cannotLink }, item.version)]);
}

async function rowsOf(world: World, pk: string): Promise<Item[]> {
  const rows: Item[] = [];
  for await (const items of partitionPages(world, pk)) rows.push(...items);
  return rows;
}

/** Whether a value of a field had come from one of these records, as history tells it. */
function valuesOf(rows: readonly Item[], refs: readonly string[]): (field: string, value: Json) => boolean {
  const name = (field: string, value: Json): string => `${field} ${stableStringify(value)}`;
  const lines = rows.flatMap((row): readonly HistoryLine[] => (row.kind === 'history' ? historyOf(row).lines : []));
  const theirs = new Set(lines.filter(({ ref }) => refs.includes(ref)).map((line) => name(line.field, line.new)));
  return (field, value) => value !== null && theirs.has(name(field, value));
}

function blackHistory(row: Item, refs: readonly string[], isTheirs: (field: string, value: Json) => boolean): JsonObject {
  const { lines, ...rest } = historyOf(row);
  const isNamed = (line: HistoryLine): boolean => refs.includes(line.ref) || isTheirs(line.field, line.old) || isTheirs(line.field, line.new);
  if (!lines.some(isNamed)) return row.body;
  const black = (line: HistoryLine): HistoryLine => ({
    ...line,
    old: isTheirs(line.field, line.old) ? erasedMark : line.old,
    new: isTheirs(line.field, line.new) ? erasedMark : line.new,
    ref: refs.includes(line.ref) ? erasedMark : line.ref,
  });
  return { ...(rest as unknown as JsonObject), ...storeLines(lines.map(black)) };
}

/** What the others lost to the person stays theirs; what the person lost goes. */
function blackConflict(row: Item, refs: readonly string[], isTheirs: (field: string, value: Json) => boolean): JsonObject {
  const conflict = row.body as unknown as Conflict;
  const { field, loser, value, winner, winning } = conflict;
  const [lost, won] = [refs.includes(loser) || isTheirs(field, value as Json), refs.includes(winner) || isTheirs(field, winning as Json)];
  if (!lost && !won) return row.body;
  return {
    ...row.body,
    ...(lost ? { loser: refs.includes(loser) ? erasedMark : loser, value: erasedMark } : {}),
    ...(won ? { winner: refs.includes(winner) ? erasedMark : winner, winning: erasedMark } : {}),
  };
}
