/** Waits for everybody who holds one of the keys, then holds them all until the returned function is called. Taking all keys is one synchronous step, so nobody waits in a circle. */
export function keyedLock(): (keys: readonly string[]) => Promise<() => void> {
  const tails = new Map<string, Promise<void>>();
  return async (keys) => {
    const before = keys.flatMap((key) => tails.get(key) ?? []);
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const key of keys) tails.set(key, promise);
    await Promise.all(before);
    return resolve;
  };
}
