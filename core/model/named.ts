/**
 * An empty object for names that differ from record to record (`emails:a@b.cn`, `crm/contacts/17`). Without a prototype it is a hash table from the start;
 * an ordinary object would leave a hidden class behind for every such name, which costs several times as much and is collected late.
 */
export function named<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

/** A copy of such an object, to be changed. */
export function namedCopy<T>(from: Readonly<Record<string, T>>): Record<string, T> {
  const copy = named<T>();
  for (const name in from) copy[name] = from[name] as T;
  return copy;
}
