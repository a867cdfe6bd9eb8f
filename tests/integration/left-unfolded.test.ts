import { afterEach, describe, expect, it } from 'vitest';
import { hourMs } from '../../core/model/time.ts';
import type { Entity } from '../../core/sync/entity.ts';
import { readEntity, writeEntity } from '../../core/sync/store.ts';
import { type TestClock, type TestWorkspace, testClock, tester } from './harness.ts';
import { rowsOf, twoSystems } from './two-systems.ts';

const [crmFile, erpFile] = ['crm/customers.csv', 'erp/customers.csv'];
let [w, clock]: [TestWorkspace, TestClock] = [undefined as never, testClock()];
afterEach(() => w.close());

async function start(): Promise<void> {
  clock = testClock();
  w = await twoSystems({ crm: ['1,Alpha GmbH,a@alpha.example,,Berlin,,one', '2,Bravo AG,b@bravo.example,,Bonn,,two'], onSourceDelete: 'delete', clock });
  await w.sync();
  await w.sync();
}

/** The entity as it would be had a worker died before it came to it, and had the change that tells of the record been lost. */
async function forget(change: (entity: Entity, ref: string) => Entity): Promise<void> {
  const id = String((await w.service.record('crm/customers/2'))?.id);
  const read = await readEntity(w.world, id);
  const ref = Object.keys(read?.value.members ?? {}).find((r) => r.startsWith('erp/'));
  if (read === undefined || ref === undefined) throw new Error('the entity has no record in the ERP');
  expect(await writeEntity(w.world, change(read.value, ref), read.version)).toBe('ok');
}

function without({ members, ...entity }: Entity, ref: string): Entity {
  const { [ref]: _, ...others } = members;
  return { ...entity, members: others };
}

/** The record as its entity knew it one change ago, dead or not. */
function behind({ members, ...entity }: Entity, ref: string, dead: boolean): Entity {
  const { dead: _, ...member } = members[ref] as Entity['members'][string];
  return { ...entity, members: { ...members, [ref]: { ...member, seq: member.seq - 1, ...(dead ? { dead: true as const } : {}) } } };
}

async function edit(): Promise<void> {
  w.write(crmFile, w.read(crmFile).replace(',two', ',three'));
  await w.sync('crm.customers');
}
const notes = (): string[] => rowsOf(w.read(erpFile)).map((row) => row.split(';').at(-1) ?? '');

describe('a record that its entity does not know of', () => {
  it('is joined and written to by the next delivery, when we made it', async () => {
    await start();
    await forget(without);
    await edit();
    expect(notes().sort()).toEqual(['one', 'three']);
  });

  it('is no link that nothing is made beside, when it is gone', async () => {
    await start();
    const all = w.read(crmFile);
    w.write(crmFile, all.replace(/2,Bravo.*\n/, ''));
    await w.sync('crm.customers');
    clock.move(3 * hourMs);
    await w.sync('crm.customers');
    expect(notes()).toEqual(['one']);
    await forget((entity, ref) => behind(entity, ref, false));
    w.write(crmFile, all);
    await w.sync('crm.customers');
    expect(notes().sort()).toEqual(['one', 'two']);
  });

  it('is delivered to once an audit has found it, although golden is what it was', async () => {
    await start();
    // A person had deleted it there, and it came back.
    await forget((entity, ref) => ({ ...behind(entity, ref, true), suppress: ['erp'] }));
    await edit();
    expect(notes().sort()).toEqual(['one', 'two']);
    const { id } = await w.service.audit(tester);
    await w.quiet();
    expect(await w.service.audited(id)).toMatchObject({ state: 'done', incidents: 1 });
    expect(notes().sort()).toEqual(['one', 'three']);
  });
});
