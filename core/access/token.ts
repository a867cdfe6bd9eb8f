import { sha256Hex } from '../model/hash.ts';

/** Random bytes of a token: 256 bits, so a plain hash of it cannot be searched. */
export const tokenBytes = 32;

const pattern = /^syn_[A-Za-z0-9_-]{43}$/;

/** A bearer token from {@link tokenBytes} random bytes: `syn_` (so that secret scanners know it) and 43 base64url characters. */
export function tokenFrom(random: Uint8Array): string {
  if (random.length !== tokenBytes) throw new RangeError(`a token is made of ${tokenBytes} random bytes, not ${random.length}`);
  return `syn_${Buffer.from(random).toString('base64url')}`;
}

/** What is stored of a token; undefined for text that is no token. */
export function tokenHash(token: string): string | undefined {
  return pattern.test(token) ? sha256Hex(token) : undefined;
}
