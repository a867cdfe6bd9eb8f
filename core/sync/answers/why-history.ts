import { isoOf } from '../../model/time.ts';
import type { Entity } from '../entity.ts';
import { historyOf } from '../history.ts';
import type { WhyView } from '../views/why.ts';
import type { World } from '../world.ts';

/** Versions shown. */
const versionsMax = 20;
/** Versions read: one whose values stayed the same (only their source changed) is not shown. */
const versionsRead = 60;

/** What changed, newest first, and which record or person it came from. */
export async function whyHistory(world: World, entity: Entity): Promise<WhyView['history']> {
  const page = await world.table.query(`ENT#${entity.id}`, { prefix: 'HIST#', reverse: true, limit: versionsRead, consistent: true });
  const rows = page.items.map(historyOf).filter((row) => row.lines.length > 0);
  return rows.slice(0, versionsMax).map((row) => {
    const sources = [...new Set(row.lines.map((l) => l.ref).filter((r) => r !== ''))];
    return {
      version: row.version,
      at: isoOf(row.at),
      by: sources.join(', '),
      changes: row.lines.map((l) => ({ field: l.field, old: l.old, new: l.new, ...(l.ref === '' ? {} : { source: l.ref }) })),
    };
  });
}
