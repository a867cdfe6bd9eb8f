/** `node tests/eval/identity-keys.ts [records]`: of the records of a customer that is known already, the share that stands under a key of each kind together with it. Counted on synthetic records; `core/identity/candidates.ts` keeps the figures. */
import { keyKindOf } from '../../core/identity/candidates.ts';
import { keyEntitiesMax } from '../../core/identity/key-index.ts';
import { scoredResolver } from '../../core/identity/scored.ts';
import { Dice } from './identity-random.ts';
import type { EvalRecord } from './identity-sets.ts';
import { syntheticOrganizations } from './identity-synthetic-organizations.ts';
import { syntheticPersons } from './identity-synthetic-persons.ts';

const size = Number(process.argv[2] ?? 20_000);
const resolver = scoredResolver();

function shares(type: 'person' | 'organization', records: readonly EvalRecord[]): Record<string, string> {
  const [index, known] = [new Map<string, Set<string>>(), new Set<string>()];
  const [asked, found] = [new Map<string, number>(), new Map<string, number>()];
  const count = (counts: Map<string, number>, kind: string): unknown => counts.set(kind, (counts.get(kind) ?? 0) + 1);
  for (const { fields, truth } of records) {
    const { keys } = resolver.features(type, fields, { country: 'US' });
    for (const key of keys) {
      const under = index.get(key) ?? new Set();
      index.set(key, under);
      if (known.has(truth) && under.size <= keyEntitiesMax) {
        count(asked, keyKindOf(key));
        if (under.has(truth)) count(found, keyKindOf(key));
      }
      under.add(truth);
    }
    known.add(truth);
  }
  return Object.fromEntries([...asked].sort().map(([kind, n]) => [kind, `${((found.get(kind) ?? 0) / n).toFixed(2)} of ${n}`]));
}

console.log('person', shares('person', syntheticPersons(size, new Dice(71))));
console.log('organization', shares('organization', syntheticOrganizations(size, new Dice(72))));
