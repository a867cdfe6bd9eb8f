import { expect, it } from 'vitest';
import { type Ref, workspace } from '../model/ids.ts';
import type { Canon } from '../ports/mapping.ts';
import { exactResolver } from './exact.ts';
import type { Features, Resolver } from './resolver.ts';
import { shadowDiff } from './shadow.ts';

const person = (id: string, name: string, email: string): { ref: Ref; features: Features } => {
  const fields = new Map<string, Canon>([
    ['name', name],
    [`emails:${email}`, true],
  ]);
  return { ref: `crm/contacts/${id}` as Ref, features: exactResolver.features('person', fields, { country: 'DE' }) };
};
const records = [
  person('1', 'Ann Lee', 'ann@lee.example'),
  { ...person('2', 'Ann Lee', 'ann@lee.example'), ref: 'erp/people/2' as Ref },
  person('3', 'Bo Diaz', 'bo@diaz.example'),
];
/** A model that links nobody. */
const shy: Resolver = { ...exactResolver, model: 'shy-1', decide: () => ({ kind: 'new', near: [], review: [] }) };
const options = { type: 'person' as const, workspace: workspace('main') };

it('a model against itself changes nothing', () => {
  expect(shadowDiff(records, { ...options, before: exactResolver, after: exactResolver })).toMatchObject({ records: 3, linked: 0, parted: 0, samples: [] });
});

it('a model that links less is told with the pairs it would take apart, and the other way round', () => {
  const parting = shadowDiff(records, { ...options, before: exactResolver, after: shy });
  expect(parting).toMatchObject({ from: 'exact-1', to: 'shy-1', linked: 0, parted: 1, samples: [{ a: 'crm/contacts/1', b: 'erp/people/2', change: 'parted' }] });
  expect(shadowDiff(records, { ...options, before: shy, after: exactResolver })).toMatchObject({ linked: 1, parted: 0 });
});
