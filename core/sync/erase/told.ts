import type { AtSystem } from './erasure.ts';

/** Where records of a person stand. */
export const nameOf = ({ connection, stream }: AtSystem): string => `${connection}/${stream}`;

/** The smaller, the more cautious. */
const boldness: Readonly<Record<AtSystem['did'], number>> = { kept: 0, asked: 1, gone: 2, archived: 3, deleted: 4 };

/** What two rounds say of systems, told as one: of each the more cautious holds for all its records. */
export function toldTogether(before: readonly AtSystem[], now: readonly AtSystem[]): AtSystem[] {
  const told = new Map(before.map((system) => [nameOf(system), system]));
  for (const system of now) {
    const { records, did } = told.get(nameOf(system)) ?? { records: 0, did: system.did };
    told.set(nameOf(system), { ...system, records: records + system.records, did: boldness[did] < boldness[system.did] ? did : system.did });
  }
  return [...told.values()];
}
