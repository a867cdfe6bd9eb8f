import type { Key, Table } from '../../ports/table.ts';
import type { Clock, Ids } from '../../ports/world.ts';

/** Where the workspace's key for hashes of erased names lies. There is none before the first erasure. */
const secretKey: Key = { pk: 'ERASEKEY', sk: '@' };

/** That nothing was ever erased is believed for so long without asking again; the first erasure of a workspace therefore waits as long before it deletes. */
export const unerasedMs = 30_000;

/** The key that names of erased records are hashed with: whoever has the table but not this one item cannot try out names. */
export interface ErasureSecret {
  /** Undefined while nothing was ever erased. */
  read(): Promise<string | undefined>;
  /** Makes it with the first erasure. */
  make(): Promise<string>;
}

/** The erasure key of a workspace, kept in memory: it does not change once it is made. */
export function erasureSecret(table: Table, clock: Clock, ids: Ids): ErasureSecret {
  let secret: string | undefined;
  let [askedAt, askedAfter] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  // The clock may jump ahead and be set back, and show the time of the last answer once more: by what has elapsed here that is over.
  const elapsed = (): number => clock.elapsed?.() ?? clock.now();
  const isRecent = (age: number): boolean => age >= 0 && age < unerasedMs;
  const ask = async (): Promise<string | undefined> => {
    const [item] = await table.get([secretKey], { consistent: true });
    secret = item?.body['secret'] as string | undefined;
    [askedAt, askedAfter] = [clock.now(), elapsed()];
    return secret;
  };
  return {
    async read() {
      return secret ?? (isRecent(clock.now() - askedAt) && isRecent(elapsed() - askedAfter) ? undefined : ask());
    },
    async make() {
      for (;;) {
        const found = secret ?? (await ask());
        if (found !== undefined) return found;
        await table.write([{ op: 'put', item: { ...secretKey, kind: 'erase-key', body: { secret: ids.fresh('erase') } }, when: 'absent' }]);
      }
    },
  };
}
