import { isoOf } from '../../model/time.ts';
import { type AuditState, readAudit, startAudit } from '../audit-state.ts';
import type { Actor } from '../service.ts';
import type { AuditView } from '../views/runs.ts';
import type { World } from '../world.ts';
import { writeLog } from './log.ts';

/** Starts an audit. */
export async function beginAudit(world: World, by: Actor): Promise<AuditView> {
  const state = await startAudit(world, by.name);
  await writeLog(world, by, 'audit', { id: state.id });
  return auditViewOf(state);
}

/** How far an audit is. */
export async function auditView(world: World, id: string): Promise<AuditView | undefined> {
  const state = await readAudit(world, id);
  return state === undefined ? undefined : auditViewOf(state);
}

function auditViewOf({ id, state, startedAt, endedAt, by, entities, records, links, incidents, samples }: AuditState): AuditView {
  return { id, state, startedAt: isoOf(startedAt), ...(endedAt === undefined ? {} : { endedAt: isoOf(endedAt) }), by, entities, records, links, incidents, samples };
}
