import { expect, it } from 'vitest';
import type { Candidate, Features } from '../identity/resolver.ts';
import { entityIdFrom, refOf, workspace } from '../model/ids.ts';
import type { Canon } from '../ports/mapping.ts';
import type { Key, Table } from '../ports/table.ts';
import type { WorkspaceConfig } from './config.ts';
import { workspaceResolver } from './identity-models.ts';

const { resolver } = workspaceResolver();

function namesake(values: Readonly<Record<string, string>>): Features {
  const fields = new Map<string, Canon>(
    Object.entries({ givenName: 'Hiro', familyName: 'Kowsutor', ...values }).map(([field, value]) => (field === 'emails' ? [`emails:${value}`, true] : [field, value])),
  );
  return resolver.features('person', fields, { country: 'DE' });
}

it('asks for more that agrees once it has heard how many records there are; the smaller of two streams takes nothing back', () => {
  const [one, other] = [refOf('crm', 'people', '1'), refOf('erp', 'people', '1')];
  const { signature } = namesake({ emails: 'fawi7@firm7.example', street: 'Via Roma 8', city: 'Porto', postalCode: '48624' });
  const known: Candidate = { id: entityIdFrom(workspace('main'), 'p', one), members: [one], signatures: [signature], cannotLink: [] };
  const features = namesake({ emails: 'duza4090@firm4090.example', street: 'High Street 145', city: 'Oslo', postalCode: '72487' });
  const decided = (): string => resolver.decide('person', features, other, [known]).kind;
  const before = decided();
  resolver.hear?.('person', 1_000);
  resolver.hear?.('person', 10);
  expect([before, decided()]).toEqual(['link', 'new']);
});

it('a reading that failed is made again at once: until then the model that ships would decide', async () => {
  const { freshen } = workspaceResolver();
  const tries: string[] = [];
  const table = {
    get: async (keys: readonly Key[]) => {
      tries.push((keys[0] as Key).pk);
      if (tries.length === 1) throw new Error('the table is busy');
      return keys.map(() => undefined);
    },
  } as unknown as Table;
  const world = { table, config: { connections: [] } as unknown as WorkspaceConfig, mapping: () => undefined };
  await expect(freshen(world, 0)).rejects.toThrow('busy');
  await freshen(world, 1);
  const told = tries.length;
  await freshen(world, 2);
  expect([told > 1, tries.length]).toEqual([true, told]);
});
