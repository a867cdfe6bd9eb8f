/** Entries and bytes after which the younger generation becomes the older one; the cache holds two of them. */
const generation = { entries: 16_384, bytes: 500_000 } as const;

/** A bounded memory of what was used last, in two generations: when the younger is full, the older is dropped whole. */
export class Cache<T> {
  #young = new Map<string, T>();
  #old = new Map<string, T>();
  #bytes = 0;

  get(key: string): T | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.#young.set(key, old);
    return old;
  }

  /** Remembers a value; `bytes` is its rough size. */
  set(key: string, value: T, bytes: number): void {
    if (this.#young.size >= generation.entries || this.#bytes >= generation.bytes) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#bytes = 0;
    }
    this.#young.set(key, value);
    this.#bytes += bytes;
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
    this.#bytes = 0;
  }
}
