import type { SourceRecord } from '../../core/sync/record.ts';

/** Every text that a stored record ever showed in a cell: what is not among them nobody here has seen, or he died before he could store it. */
export class StoredTexts {
  readonly #texts = new Map<string, Set<string>>();

  /** A record that was stored. */
  stored({ ref, snapshot }: Pick<SourceRecord, 'ref' | 'snapshot'>): void {
    for (const [field, text] of Object.entries(snapshot)) {
      if (typeof text !== 'string') continue;
      const cell = `${ref} ${field}`;
      this.#texts.set(cell, (this.#texts.get(cell) ?? new Set()).add(text));
    }
  }

  /** True when a stored record showed just this text there. */
  has(ref: string, field: string, text: string): boolean {
    return this.#texts.get(`${ref} ${field}`)?.has(text) === true;
  }
}
