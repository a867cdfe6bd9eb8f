import type { Book } from '../book.ts';
import { agreesIn, type RecordKind, type Shown, valuesOf } from '../kinds.ts';

/** Less than half of what a record was made with was there when somebody was shown it first. */
export function isMostlyOther(kind: RecordKind, as: Shown, shown: Shown): boolean {
  const [sent, there] = [piecesOf(kind, as), new Set(piecesOf(kind, shown))];
  return sent.filter((part) => there.has(part)).length * 2 < sent.length;
}

/** A record of ours that no longer looked like it when somebody was shown it first: most of it is something else, or what it is known by. One that bears our name could be a copy that a person made for somebody else. */
export function isLikeAnother({ kind, made }: Book, { id }: { readonly id: string }): boolean {
  const { as, shown } = made.get(id) ?? {};
  return as === undefined || shown === undefined || isMostlyOther(kind, as, shown) || !isKnownAs(kind, as, shown);
}

/** By its name and how it is reached, by its number, or, a customer, by either. */
function isKnownAs(kind: RecordKind, as: Shown, shown: Shown): boolean {
  const isNamed = kind.stream === 'customers' && agreesIn(kind, 'name', as, shown);
  return isNamed || kind.joinedBy.every((fields) => fields.some((field) => agreesIn(kind, field, as, shown)));
}

/** What a record says, piece by piece: each field that is not empty, and each element of a set. */
function piecesOf(kind: RecordKind, fields: Shown): readonly string[] {
  return Object.entries(fields).flatMap(([field, text]) => valuesOf(kind, field, text).map((part) => `${field} ${part}`));
}
