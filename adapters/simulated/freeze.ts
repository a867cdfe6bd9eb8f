/** Freezes a JSON value to its leaves: who changes an item after writing or reading it fails at once (the embedded store shares items with its cache). */
export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) freeze(member);
  return value;
}

/** A frozen copy by way of JSON text, as every real store makes one. */
export function frozenCopy<T>(value: T): T {
  return freeze(JSON.parse(JSON.stringify(value)) as T);
}
