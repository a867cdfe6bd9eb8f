import type { AtSystem } from './erasure.ts';

/** Where records of a person stand. */
export const nameOf = ({ connection, stream }: Pick<AtSystem, 'connection' | 'stream'>): string => `${connection}/${stream}`;

/** The most cautious first: what a receipt says of a system holds for every record there. */
const cautious = ['kept', 'asked', 'gone', 'archived', 'deleted'] as const satisfies readonly AtSystem['did'][];

/** What may be said of all of these; undefined of nothing. */
export function mostCautious(all: Iterable<AtSystem['did']>): AtSystem['did'] | undefined {
  const said = new Set(all);
  return cautious.find((did) => said.has(did));
}

/** What two rounds say of systems, told as one: of each the more cautious holds for all its records. */
export function toldTogether(before: readonly AtSystem[], now: readonly AtSystem[]): AtSystem[] {
  const told = new Map(before.map((system) => [nameOf(system), system]));
  for (const system of now) {
    const { records, did } = told.get(nameOf(system)) ?? { records: 0, did: system.did };
    told.set(nameOf(system), { ...system, records: records + system.records, did: mostCautious([did, system.did]) ?? did });
  }
  return [...told.values()];
}
