import type { Sentence } from '../model/error.ts';
import type { JsonObject } from '../model/json.ts';
import { type JobMessage, send } from './messages.ts';
import { put } from './store.ts';
import type { World } from './world.ts';

/** What an audit has compared and repaired so far. Differences are incidents: 0 where no feed was lost. */
export interface AuditState {
  readonly id: string;
  readonly by: string;
  readonly state: 'running' | 'done';
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly entities: number;
  readonly records: number;
  readonly links: number;
  readonly incidents: number;
  readonly samples: readonly { readonly subject: string; readonly kind: string; readonly reason: Sentence }[];
  /** Segments not finished yet. */
  readonly open: number;
}

/** The table is audited in this many parts. */
export const auditSegments = 4;

/** Where an audit lies. */
export function auditKey(id: string): { pk: string; sk: string } {
  return { pk: `AUDIT#${id}`, sk: '@' };
}

/** Starts an audit: compares entities with their history, records with their entity, targets with golden, and announces again what was not. */
export async function startAudit(world: World, by: string): Promise<AuditState> {
  const id = world.ids.fresh('audit');
  const state: AuditState = { id, by, state: 'running', startedAt: world.clock.now(), entities: 0, records: 0, links: 0, incidents: 0, samples: [], open: auditSegments };
  await put(world, [
    {
      op: 'put',
      item: { ...auditKey(id), kind: 'audit', body: state as unknown as JsonObject, index: { lpk: 'AUDIT', lsk: String(state.startedAt).padStart(15, '0') } },
      when: 'absent',
    },
  ]);
  const jobs = Array.from({ length: auditSegments }, (_, segment): JobMessage => ({ v: 1, workspace: world.config.workspace, job: 'audit', id, by, segment }));
  await send(world, 'jobs', 'audit', jobs);
  return state;
}

/** The audit of that id. */
export async function readAudit(world: World, id: string): Promise<AuditState | undefined> {
  const [item] = await world.table.get([auditKey(id)], { consistent: true });
  return item?.body as unknown as AuditState | undefined;
}
