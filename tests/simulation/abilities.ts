import type { Scenario, System } from './scenario.ts';

/** What a simulated system can do: see the table of guarantees in docs/guarantees.md. */
export interface Abilities {
  /** `etag`: writes carry the revision they rest on · `external-id`: creates are idempotent by key · `none`: neither. */
  readonly kind: 'etag' | 'external-id' | 'none';
  /** False: it finds only by our own name. */
  readonly searchable: boolean;
  /** How the system keeps a value that was sent, when it is not as sent; nobody is told. */
  normalise(field: string, value: string): string;
  /** Values that the system refuses, naming the field. */
  refuses(field: string, value: string): boolean;
}

/** Fields that `b` keeps in capitals. */
const inCapitals: ReadonlySet<string> = new Set(['industry', 'mail']);

/** What a system of a scenario can do. */
export function abilitiesOf(name: System, { searchable }: Scenario): Abilities {
  return {
    searchable: name !== 'b' || searchable,
    kind: name === 'a' ? 'etag' : name === 'b' ? 'external-id' : 'none',
    normalise: (field, value) => (name === 'c' && field === 'note' ? value.slice(0, 6) : name === 'b' && inCapitals.has(field) ? value.toUpperCase() : value),
    refuses: (field, value) => name === 'a' && field === 'industry' && value.includes('bad'),
  };
}
