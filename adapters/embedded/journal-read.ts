import { readFileSync } from 'node:fs';
import { storeDamaged } from './errors.ts';
import { type Frame, frameAt, hasFrame } from './journal-frame.ts';

/**
 * The commits that a former process acknowledged and did not fold: those of generations above `folded`, as lines. One cut short by a crash is the last and was never acknowledged: it is left out.
 * Throws `STORE_DAMAGED` where acknowledged ones cannot be read: a frame is wrong and a later one is whole, or the tables are older than the frames say.
 *
 *   frames of folds ≤ folded · A · B · C ✕ cut short          → A and B
 *   frames of folds ≤ folded · A ✕ wrong · B                  → damaged: A was acknowledged before B was written
 *   A · B │ rest of an older generation, cut at any place      → A and B
 */
export function readJournal(file: string, folded: number): readonly (readonly string[])[] {
  const bytes = read(file);
  const commits: (readonly string[])[] = [];
  let [at, newest] = [0, 0];
  for (let frame = frameAt(bytes, at); frame !== undefined && frame.generation >= newest; frame = frameAt(bytes, at)) {
    if (frame.generation > folded) commits.push(linesOf(file, frame, folded));
    [at, newest] = [frame.end, frame.generation];
  }
  if (hasFrame(bytes, at, Math.max(folded + 1, newest))) throw storeDamaged(file, `commit ${commits.length + 1} is not as it was written, and later ones follow`);
  return commits;
}

function linesOf(file: string, { base, text }: Frame, folded: number): readonly string[] {
  if (base > folded) throw storeDamaged(file, `it follows fold ${base} of the store, which has only ${folded}`);
  return text === '' ? [] : text.split('\n');
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
