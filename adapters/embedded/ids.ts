import { randomFillSync } from 'node:crypto';
import type { Ids } from '../../core/ports/world.ts';

/** Bytes of chance in one name: 22 base64url characters. */
const idBytes = 16;

/** Chance is drawn in blocks, which is some ten times cheaper than by name. */
const poolBytes = idBytes * 256;

/** Names from the machine's random source. */
export function systemIds(): Ids {
  const pool = Buffer.alloc(poolBytes);
  let at = poolBytes;
  return {
    fresh(label) {
      if (at >= poolBytes) {
        randomFillSync(pool);
        at = 0;
      }
      at += idBytes;
      return `${label}_${pool.toString('base64url', at - idBytes, at)}`;
    },
  };
}
