import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Evidence } from '../../core/identity/resolver.ts';
import { openTestWorkspace, type TestWorkspace, tester, workspaceFolder } from './harness.ts';

const yaml = `
workspace: main
zone: Europe/Berlin
country: DE
connections:
  crm:
    connector: file
    config: { folder: crm, streams: { customers: { files: customers.csv, key: Id }, contacts: { files: contacts.csv, key: Id } } }
    streams: { customers: { mapping: crm/customers }, contacts: { mapping: crm/contacts } }
  erp:
    connector: file
    config: { folder: erp, streams: { customers: { files: customers.csv, key: Id, writable: true } } }
    streams: { customers: { mapping: erp/customers } }
routes: {} # nothing is delivered here, so that no route need be waited for
policies: { organization: { default: latest, fields: { name: { rank: [erp, crm] }, city: { rank: [crm, erp] } } } }
`;
const mapping = (name: string, type: string, fields: string): string =>
  `name: ${name}\ntype: ${type}\nconnector: file\nstream: ${name.split('/')[1]}\nfields: { ${fields}, emails: { path: mail, split: ['|'] }, phones: { path: phone, split: ['|'] }, city: city }\n`;
const header = 'Id,name,mail,phone,city';

type Row = Readonly<Record<'name' | 'mail' | 'phone' | 'city', string>>;
const row: fc.Arbitrary<Row> = fc.record({
  name: fc.constantFrom('Acme GmbH', 'ACME', 'Acme Handels AG', 'Nordlicht Druck', 'Nordlicht Drück GmbH', '上海晨光贸易有限公司', '上海晨光贸易', 'Anna Quitte'),
  mail: fc.constantFrom('', 'info@acme.example', 'einkauf@nordlicht.example', 'anna.quitte@acme.example'),
  phone: fc.constantFrom('', '+49 30 2345670', '+49 40 3690101'),
  city: fc.constantFrom('', 'Berlin', 'Hamburg'),
});
const rows = fc.array(row, { minLength: 2, maxLength: 7 });
const set = fc.record({ crm: rows, erp: rows, people: rows });
type Rows = typeof set extends fc.Arbitrary<infer T> ? T : never;

const csv = (all: readonly Row[], order: readonly number[]): string =>
  `${[header, ...order.map((i) => [i, all[i]?.name, all[i]?.mail, all[i]?.phone, all[i]?.city].join(','))].join('\n')}\n`;
const inOrder = (all: readonly Row[]): number[] => all.map((_, i) => i);

function opened({ crm, erp, people }: Rows, order: (all: readonly Row[]) => number[] = inOrder): Promise<TestWorkspace> {
  return openTestWorkspace(
    workspaceFolder({
      'syncline.yaml': yaml,
      'mappings/a.yaml': mapping('crm/customers', 'organization', 'name: name'),
      'mappings/b.yaml': mapping('erp/customers', 'organization', 'name: name'),
      'mappings/c.yaml': mapping('crm/contacts', 'person', 'name: name'),
      'crm/customers.csv': csv(crm, order(crm)),
      'erp/customers.csv': csv(erp, order(erp)),
      'crm/contacts.csv': csv(people, order(people)),
    }),
  );
}

const streams = (set: Rows): string[] => [
  ...set.crm.map((_, i) => `crm/customers/${i}`),
  ...set.erp.map((_, i) => `erp/customers/${i}`),
  ...set.people.map((_, i) => `crm/contacts/${i}`),
];

interface Known {
  readonly id: string;
  readonly type: string;
  readonly fields: string;
}

/** The entity of every record. */
async function entities(w: TestWorkspace, set: Rows): Promise<Map<string, Known>> {
  const found = new Map<string, Known>();
  for (const ref of streams(set)) {
    const view = await w.service.record(ref);
    if (view !== undefined) found.set(ref, { id: view.id, type: view.type, fields: JSON.stringify([view.golden['name'], view.golden['city']]) });
  }
  return found;
}

/** Records by entity, and what its fields hold, without its name. */
function memberships(known: ReadonlyMap<string, Known>): Map<string, string> {
  const members = new Map<string, string[]>();
  for (const [ref, { id }] of known) members.set(id, [...(members.get(id) ?? []), ref].sort());
  return new Map([...known].map(([, { id, fields }]) => [(members.get(id) as string[]).join(' '), fields]));
}

const few = { numRuns: 6 };

it('every record has one entity, of its own type, whose link adds up; a replay gives the same ids, another order the same values for the same records', async () => {
  let explained = 0;
  await fc.assert(
    fc.asyncProperty(set, async (drawn) => {
      const seen: Map<string, Known>[] = [];
      for (const order of [inOrder, inOrder, (all: readonly Row[]) => inOrder(all).reverse()]) {
        const w = await opened(drawn, order);
        try {
          await w.sync('crm.customers');
          await w.sync('erp.customers', 'crm.contacts');
          seen.push(await entities(w, drawn));
          for (const ref of streams(drawn)) {
            const { items } = await w.world.table.query(`ENT#${seen.at(-1)?.get(ref)?.id}`, { prefix: 'EDGE#' });
            for (const { body } of items) {
              const { terms, prior, total } = body['evidence'] as unknown as Evidence;
              explained += 1;
              expect(terms.reduce((sum, term) => sum + term.bits, prior)).toBeCloseTo(total, 9);
            }
          }
        } finally {
          await w.close();
        }
      }
      const [first, replay, turned] = seen as [Map<string, Known>, Map<string, Known>, Map<string, Known>];
      expect(first.size).toBe(streams(drawn).length);
      for (const [ref, { type }] of first) expect(type).toBe(ref.startsWith('crm/contacts/') ? 'person' : 'organization');
      expect(replay).toEqual(first);
      const values = memberships(turned);
      for (const [members, fields] of memberships(first)) if (values.has(members)) expect(fields).toBe(values.get(members));
    }),
    few,
  );
  expect(explained).toBeGreaterThan(0);
}, 120_000);

it('what a person parted never meets again, whatever its records become', async () => {
  await fc.assert(
    fc.asyncProperty(set, row, async (drawn, same) => {
      // two records that are one beyond doubt, among whatever else there is
      const crm = [same, ...drawn.crm].map((r, i) => (i === 0 ? { ...r, mail: 'info@acme.example', name: 'Acme GmbH' } : r));
      const erp = [{ ...(crm[0] as Row) }, ...drawn.erp];
      const w = await opened({ ...drawn, crm, erp });
      const entityOf = async (ref: string): Promise<string> => (await w.service.record(ref))?.id as string;
      try {
        await w.sync();
        const [one, other] = ['crm/customers/0', 'erp/customers/0'] as const;
        const before = await entityOf(one);
        fc.pre(before === (await entityOf(other)));
        expect(await w.service.split(one, [other], tester)).toMatchObject({ ok: true });
        const twins = (all: readonly Row[]): Row[] => all.map((r, i) => (i === 0 ? { ...r, phone: '+49 30 2345670', city: 'Berlin' } : r));
        w.write('crm/customers.csv', csv(twins(crm), inOrder(crm)));
        w.write('erp/customers.csv', csv(twins(erp), inOrder(erp)));
        await w.sync();
        expect(await entityOf(one)).not.toBe(await entityOf(other));
        expect(await w.service.merge(one, other, tester)).toMatchObject({ ok: false });
      } finally {
        await w.close();
      }
    }),
    few,
  );
}, 120_000);
