const freeSlot = 0;

/** How often each content was seen, for millions of contents: 8 bytes of hash each in one table, counts only for those that came again. Two contents that share 64 bits of hash would count as one: less than once in a million statements of four million lines. */
export class SeenContents {
  #slots = new BigUint64Array(64);
  #used = 0;
  readonly #again = new Map<bigint, number>();

  /** Counts a content (base64url of a hash, at least 11 characters); gives how often it was seen before. */
  count(hash: string): number {
    const key = keyOf(hash);
    if (this.#put(this.#slots, key)) {
      this.#used += 1;
      if (this.#used * 2 > this.#slots.length) this.#grow();
      return 0;
    }
    const before = this.#again.get(key) ?? 1;
    this.#again.set(key, before + 1);
    return before;
  }

  #put(slots: BigUint64Array, key: bigint): boolean {
    const mask = slots.length - 1;
    for (let at = Number(key & BigInt(mask)); ; at = (at + 1) & mask) {
      const held = slots[at] as bigint;
      if (held === key) return false;
      if (held !== BigInt(freeSlot)) continue;
      slots[at] = key;
      return true;
    }
  }

  #grow(): void {
    const larger = new BigUint64Array(this.#slots.length * 2);
    for (const key of this.#slots) if (key !== BigInt(freeSlot)) this.#put(larger, key);
    this.#slots = larger;
  }
}

/** 64 bits of a hash; never the mark of a free slot. */
function keyOf(hash: string): bigint {
  const key = Buffer.from(hash.slice(0, 11), 'base64url').readBigUInt64LE();
  return key === BigInt(freeSlot) ? 1n : key;
}
