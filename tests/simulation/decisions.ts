import { kindOf, type Shown, valuesOf } from './kinds.ts';

/** Whom people merged and split, by what those are known by. */
export class Decisions {
  readonly #values = new Map<string, Set<string>>();

  /** Somebody merged or split a record of the stream that has shown this. */
  add(stream: string, ...shown: readonly Shown[]): void {
    const kind = kindOf(stream);
    const values = this.#values.get(kind.movedWith) ?? new Set();
    this.#values.set(kind.movedWith, values);
    for (const fields of shown) for (const field of kind.knownBy) for (const value of valuesOf(kind, field, fields[field])) values.add(value);
  }

  /** True when somebody was merged or split whom records of the stream follow. */
  any(stream: string): boolean {
    return this.#values.has(kindOf(stream).movedWith);
  }

  /** True when somebody was merged or split who is known by one of the values that this record shows. */
  has(stream: string, shown: Shown): boolean {
    const kind = kindOf(stream);
    return this.hasAny(stream, Object.fromEntries(kind.knownBy.map((field) => [field, valuesOf(kind, field, shown[field])])));
  }

  /** The same of several values of each field. */
  hasAny(stream: string, entered: Readonly<Record<string, readonly string[]>>): boolean {
    const kind = kindOf(stream);
    const values = this.#values.get(kind.movedWith);
    return values !== undefined && kind.knownBy.some((field) => entered[field]?.some((value) => values.has(value)));
  }
}
