import { FaultError } from '../ports/connector.ts';
import { type Health, isBlocked, readHealth } from './health.ts';
import { fetchLooks, type Look } from './look.ts';
import { recovered } from './recover.ts';
import type { StreamWork } from './unify-record.ts';

/** What looks at a source came to; `blocked` = it was not asked. */
export type Looks = ReadonlyMap<string, Look> | FaultError | 'blocked';

/** Looks at the records of one batch at their source. */
export type BatchLooks = (ids: readonly string[]) => Promise<Looks>;

/** Reads the connection's health once, just before the first call: a system that is away is asked by its canary alone, and an answer ends the block. */
export function batchLooks({ world, connection, stream }: StreamWork): BatchLooks {
  let health: Promise<Health> | undefined;
  return async (ids) => {
    if (ids.length === 0 || stream.fetch === undefined) return new Map();
    health ??= readHealth(world, connection).then((read) => read.health);
    const { state } = await health;
    if (isBlocked(await health, world.clock.now(), true)) return 'blocked';
    let looks: ReadonlyMap<string, Look>;
    try {
      looks = await fetchLooks(world, stream, await world.context(connection, 'pull'), ids);
    } catch (error) {
      return error instanceof FaultError ? error : new FaultError(await world.explain(connection, error), { cause: error });
    }
    if (state === 'blocked') await recovered(world, connection);
    return looks;
  };
}
