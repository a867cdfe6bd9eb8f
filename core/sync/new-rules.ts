import { contentHash } from '../model/hash.ts';
import type { JsonObject } from '../model/json.ts';
import { minuteMs } from '../model/time.ts';
import { startAudit } from './audit-state.ts';
import { hasElapsed } from './set-back.ts';
import { put } from './store.ts';
import type { World } from './world.ts';

/** Whoever still works with the rules from before has ended by then: longer than any invocation may take. */
const settledMs = 10 * minuteMs;

/** Which rules the table's values rest on, and how many audits they are still owed. */
interface Rules {
  readonly hash: string;
  readonly since: number;
  readonly owed: number;
}

/** Mappings and policies are part of what golden is made from: when they change, everything is computed again, at once and once more when nobody works with the old ones any longer. The audit begins first and is counted afterwards: a worker that dies in between leaves it owed. */
export async function noticeNewRules(world: World): Promise<void> {
  const key = { pk: 'RULES', sk: '@' };
  const [item] = await world.table.get([key], { consistent: true });
  const [hash, now] = [rulesHash(world), world.clock.now()];
  const known = item?.body as unknown as Rules | undefined;
  const changed = known !== undefined && known.hash !== hash;
  const due = changed || (known !== undefined && known.owed > 0 && hasElapsed(known.since, settledMs, now));
  if (known !== undefined && !due) return;
  if (due) await startAudit(world, 'system');
  const body: Rules = { hash, since: now, owed: changed ? 1 : 0 };
  await put(world, [{ op: 'put', item: { ...key, kind: 'rules', body: body as unknown as JsonObject }, when: item === undefined ? 'absent' : { version: item.version } }]);
}

function rulesHash(world: World): string {
  const mappings = world.config.connections.flatMap((c) => c.streams.map((s) => [`${c.name}/${s.name}`, world.mapping(c.name, s.name)?.version ?? '']));
  return contentHash({ mappings, policies: world.config.policies } as unknown as JsonObject);
}
