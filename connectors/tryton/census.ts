import { type Context, searchCount, searchRead } from './rpc.ts';
import type { Census } from './schema.ts';
import { idOf } from './values.ts';

/** Headcounts now, and whether rows that were counted before are gone. */
export interface Counted {
  readonly census: Census;
  readonly losses: boolean;
}

/**
 * Counts the rows of child models up to their newest id and compares with an earlier count. Deleting a part leaves no
 * trace in Tryton: no stamp on its parent, no row. Ids only grow, so the number of rows up to a known id can only shrink
 * by deleting.
 */
export async function countParts(ctx: Context, models: readonly string[], before: Census): Promise<Counted> {
  const census: Census = {};
  let losses = false;
  for (const model of models) {
    const known = before[model];
    const upTo = await newestId(ctx, model);
    const still = known === undefined ? 0 : await rowsUpTo(ctx, model, known.upTo);
    losses ||= known !== undefined && still < known.rows;
    census[model] = { upTo, rows: known?.upTo === upTo ? still : await rowsUpTo(ctx, model, upTo) };
  }
  return { census, losses };
}

async function newestId(ctx: Context, model: string): Promise<number> {
  const [newest] = await searchRead(ctx, model, { domain: [], fields: ['id'], limit: 1, order: [['id', 'DESC']] });
  return newest === undefined ? 0 : idOf(newest);
}

async function rowsUpTo(ctx: Context, model: string, id: number): Promise<number> {
  return id === 0 ? 0 : searchCount(ctx, model, [['id', '<=', id]]);
}
