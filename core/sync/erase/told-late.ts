import type { Conflict } from '../conflicts.ts';
import type { World } from '../world.ts';
import { blackField, erasedMark } from './mentions.ts';
import { erasedAmong } from './tombstone.ts';

/**
 * Losses as the log may still tell them: what stood in doubt in somebody's record, and a write of ours had sent there of a person who has been erased since, without the value.
 * The record shows it until a delivery replaces it, which can be long after the erasure has ended (its system was away, say), and by then nobody else looks for it.
 */
export async function withoutErased(world: World, found: readonly Conflict[]): Promise<readonly Conflict[]> {
  const erased = await erasedAmong(world, [...new Set(found.flatMap(({ sentOf }) => (sentOf === undefined ? [] : [sentOf])))]);
  if (erased.size === 0) return found;
  return found.map((conflict) => (conflict.sentOf !== undefined && erased.has(conflict.sentOf) ? black(conflict) : conflict));
}

const black = (conflict: Conflict): Conflict => ({ ...conflict, field: blackField(conflict.field), value: erasedMark, sentOf: erasedMark });
