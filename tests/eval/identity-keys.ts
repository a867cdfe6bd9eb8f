/** `node tests/eval/identity-keys.ts [records]`: of the records of a customer that is known already, the share that stands under a key of each kind together with it. And of the customers whom one such key alone names, by how many it names, the share that is the record's: what a key tells by itself. Counted on synthetic records; `core/identity/candidates.ts` keeps the figures. */
import { keyKindOf } from '../../core/identity/candidates.ts';
import { keyEntitiesMax } from '../../core/identity/key-index.ts';
import { scoredResolver } from '../../core/identity/scored.ts';
import { Dice } from './identity-random.ts';
import type { EvalRecord } from './identity-sets.ts';
import { syntheticOrganizations } from './identity-synthetic-organizations.ts';
import { syntheticPersons } from './identity-synthetic-persons.ts';

const size = Number(process.argv[2] ?? 20_000);
const resolver = scoredResolver();
/** Keys that name more customers than this are not shown. */
const namedShown = 4;

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

/** Of those whom one key of a record alone leads to, by kind and by how many it names: how many are the record's, over the later half of the records. */
function alone(type: 'person' | 'organization', records: readonly EvalRecord[]): Record<string, string> {
  const index = new Map<string, Set<string>>();
  const counts = new Map<string, { asked: number; found: number }>();
  records.forEach(({ fields, truth }, at) => {
    const { keys } = resolver.features(type, fields, { country: 'US' });
    const under = new Map<string, string[]>();
    for (const key of keys) for (const one of index.get(key) ?? []) under.set(one, [...(under.get(one) ?? []), key]);
    for (const [one, [key = '', ...more]] of at * 2 < records.length ? [] : under) {
      const n = index.get(key)?.size ?? 0;
      if (more.length > 0 || n > namedShown) continue;
      const label = `${keyKindOf(key)} ${n}`;
      const { asked, found } = counts.get(label) ?? { asked: 0, found: 0 };
      counts.set(label, { asked: asked + 1, found: found + (one === truth ? 1 : 0) });
    }
    for (const key of keys) index.set(key, (index.get(key) ?? new Set()).add(truth));
  });
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([label, { asked, found }]) => [label, `${(found / asked).toFixed(3)} of ${asked}`]));
}

console.log('person', shares('person', syntheticPersons(size, new Dice(71))));
console.log('organization', shares('organization', syntheticOrganizations(size, new Dice(72))));
console.log('person, one key alone', alone('person', syntheticPersons(size, new Dice(71))));
console.log('organization, one key alone', alone('organization', syntheticOrganizations(size, new Dice(72))));
