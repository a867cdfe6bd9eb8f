import type { CanonicalTypeName } from '../../core/model/types.ts';

/** Fields of a record as a system shows them. */
export type Shown = Readonly<Record<string, string | null>>;

/** A kind of record that the systems keep: what people know it by, and what the oracles compare. */
export interface RecordKind {
  readonly stream: string;
  readonly type: CanonicalTypeName;
  /** The field by which the systems' search finds it. */
  readonly searchBy: string;
  /** Two records are the same where they agree in each of these fields. */
  readonly knownBy: readonly string[];
  /** Where two agree in one field of each group they may have been found to be the same. */
  readonly joinedBy: readonly (readonly string[])[];
  /** Texts that the oracles compare. */
  readonly compared: readonly string[];
  /** Sets, with their canonical names: elements stand in one text, apart by semicolons. */
  readonly sets: Readonly<Record<string, string>>;
  /** Canonical names of fields that the systems call otherwise. */
  readonly canonical: Readonly<Record<string, string>>;
  /** The field that names a customer's record in the same system, with its canonical name. */
  readonly customer?: { readonly field: string; readonly canonical: string };
  /** Systems whose word counts before all others', by field; everything else goes to the latest. */
  readonly ranks: Readonly<Record<string, readonly string[]>>;
  /** True for a kind that identity compares; records of others are one only where we made them. */
  readonly isSomebody: boolean;
  /** The stream whose merges and splits move its records. */
  readonly movedWith: string;
}

/** `legal` is mapped by the second version of the mappings alone, and people edit it in aimed scenarios. */
const customers: RecordKind = {
  stream: 'customers',
  type: 'organization',
  searchBy: 'tax',
  knownBy: ['tax'],
  joinedBy: [['tax']],
  compared: ['name', 'city', 'note', 'industry', 'legal'],
  sets: { tags: 'tags' },
  canonical: { tax: 'taxId', legal: 'legalName' },
  ranks: { name: ['a'], city: ['b', 'c'] },
  isSomebody: true,
  movedWith: 'customers',
};

/** People at the customers: a mailbox is shared by several of them, and several of them have one name. */
const contacts: RecordKind = {
  stream: 'contacts',
  type: 'person',
  searchBy: 'mail',
  knownBy: ['name', 'mail'],
  joinedBy: [['name'], ['mail', 'phone']],
  compared: ['name', 'title', 'note'],
  sets: { mail: 'emails', phone: 'phones' },
  canonical: {},
  customer: { field: 'customer', canonical: 'worksAt' },
  ranks: { title: ['c', 'a'] },
  isSomebody: true,
  movedWith: 'contacts',
};

const invoices: RecordKind = {
  stream: 'invoices',
  type: 'invoice',
  searchBy: 'number',
  knownBy: ['number'],
  joinedBy: [['number']],
  compared: ['description'],
  sets: {},
  canonical: {},
  customer: { field: 'customer', canonical: 'customer' },
  ranks: {},
  isSomebody: false,
  movedWith: 'customers',
};

/** Every kind of record in a simulation. */
export const kinds: readonly RecordKind[] = [customers, contacts, invoices];

/** The kind of a stream's records. */
export function kindOf(stream: string): RecordKind {
  const kind = kinds.find((k) => k.stream === stream);
  if (kind === undefined) throw new RangeError(`there is no kind of record in ${stream}`);
  return kind;
}

/** What stands in a field, element by element, in the form in which it is compared; nothing where it is empty. */
export function valuesOf({ sets }: RecordKind, field: string, text: string | null | undefined): readonly string[] {
  if (sets[field] === undefined) return text === '' || text === null || text === undefined ? [] : [text];
  return elementsOf(text).map((element) => (field === 'mail' ? element.toLowerCase() : element));
}

/** The elements that a text of a set holds, as they are written. */
export const elementsOf = (text: string | null | undefined): readonly string[] => (text ?? '').split(/;\s*/).filter(Boolean);

/** True when two records show a common value in a field. */
export function agreesIn(kind: RecordKind, field: string, a: Shown, b: Shown): boolean {
  const there = valuesOf(kind, field, b[field]);
  return valuesOf(kind, field, a[field]).some((value) => there.includes(value));
}

/** True when two records are of the same, as people see it. */
export const isSame = (kind: RecordKind, a: Shown, b: Shown): boolean => kind.knownBy.every((field) => agreesIn(kind, field, a, b));

/** Things that are connected by a relation, group by group. */
export function connected<T>(things: readonly T[], isOne: (a: T, b: T) => boolean): readonly (readonly T[])[] {
  return things.reduce<readonly (readonly T[])[]>((groups, thing) => {
    const apart = groups.filter((group) => !group.some((other) => isOne(other, thing)));
    return [...apart, [...groups.filter((group) => !apart.includes(group)).flat(), thing]];
  }, []);
}
