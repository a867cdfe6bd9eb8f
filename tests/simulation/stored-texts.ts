import type { SourceRecord } from '../../core/sync/record.ts';

/** Every text that a stored record ever showed in a cell: what is not among them nobody here has seen, or he died before he could store it. */
export class StoredTexts {
  readonly #texts = new Map<string, Map<string, number[]>>();

  /** A record that was stored, and when. */
  stored({ ref, snapshot }: Pick<SourceRecord, 'ref' | 'snapshot'>, at: number): void {
    for (const [field, text] of Object.entries(snapshot)) {
      if (typeof text !== 'string') continue;
      const cell = `${ref} ${field}`;
      const texts = this.#texts.get(cell) ?? new Map<string, number[]>();
      this.#texts.set(cell, texts.set(text, [...(texts.get(text) ?? []), at]));
    }
  }

  /** True when a record that was stored in this time showed just this text there. */
  has(ref: string, field: string, text: string, from = 0, until = Number.POSITIVE_INFINITY): boolean {
    return (
      this.#texts
        .get(`${ref} ${field}`)
        ?.get(text)
        ?.some((at) => at >= from && at < until) === true
    );
  }
}
