/** Runs `make` once for all callers that ask while it runs, and keeps what it gave in the memo: how a session token is fetched. A failure is not kept. */
export async function once<T>(memo: Map<string, unknown>, key: string, make: () => Promise<T>): Promise<T> {
  const known = memo.get(key) as Promise<T> | undefined;
  if (known !== undefined) return known;
  const made = make();
  memo.set(key, made);
  try {
    return await made;
  } catch (error) {
    if (memo.get(key) === made) memo.delete(key);
    throw error;
  }
}

/** Forgets what {@link once} kept, but only if it is still `stale`: a worker that meets an expired token must not throw away the new one that another has just fetched. */
export async function forget<T>(memo: Map<string, unknown>, key: string, stale: T): Promise<void> {
  const known = memo.get(key) as Promise<T> | undefined;
  if (known === undefined) return;
  const value = await known.catch(() => stale);
  if (Object.is(value, stale) && memo.get(key) === known) memo.delete(key);
}
