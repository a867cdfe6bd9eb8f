import { type Ref, refOf } from '../../../core/model/ids.ts';
import { minuteMs } from '../../../core/model/time.ts';
import { splitEntity } from '../../../core/sync/merge.ts';
import { evenClocks } from '../aims/aim.ts';
import { pin } from '../pins.ts';
import { type System, systems } from '../scenario.ts';
import type { Setup } from '../setup.ts';
import type { Snapshot } from '../snapshot.ts';
import type { PeopleEvent } from '../workload.ts';
import type { Race } from './race.ts';
import { diesAfter, edit, erasing, fromA, known, newcomer, now, twoCustomers } from './situations.ts';
import { delivers, entityOf, erases, learnsOfDelete, merges, recordOf, takesIn } from './workers.ts';

/** Given by the race itself: where nobody is erased, nobody asks whether anybody was. */
const anErasure: PeopleEvent = { at: 0, what: 'erase', order: 0, pick: 0 };

/**
 * An edit is delivered to a system while another worker has the entity know that the customer was deleted elsewhere since, and carries that there: whoever heard of the delete died before he told the entity,
 * and a minute ago, so that whatever counts as a person's edit now comes after it.
 */
function deliveryAndDelete(where: string, target: System, deleted: System): Race {
  return {
    name: `delivery and delete: ${where}`,
    scenario: { onSourceDelete: 'delete', clocks: evenClocks },
    before: async (s) => {
      const edited = systems.find((system) => system !== target && system !== deleted) as System;
      edit(s, edited, 'note', '0001note');
      await now(s, takesIn(edited));
      await s.sim.run(s.sim.now() + minuteMs);
      s.vendors[deleted]?.book('customers').remove(recordOf[deleted], s.sim.now());
      await diesAfter(s, 'write put SRC#', learnsOfDelete(deleted, recordOf[deleted]));
      await s.sim.run(s.sim.now() + minuteMs);
    },
    workers: [
      delivers(target),
      async (s, ports) => {
        await learnsOfDelete(deleted, recordOf[deleted])(s, ports);
        await delivers(target)(s, ports);
      },
    ],
    also: (s, snapshot) => [...standsAfterDelete(s, snapshot), ...saysOurs(snapshot, refOf(target, 'customers', recordOf[target]))],
  };
}

/** Nobody has edited since the delete: no record is left in any system, none is held for somebody to decide, and nothing counts as an edit that lost to the delete. */
function standsAfterDelete({ vendors }: Setup, snapshot: Snapshot): string[] {
  const left = Object.values(vendors).flatMap(({ name, books }) => (books.get('customers')?.live() ?? []).map(({ id }) => `${name}/${id} stands`));
  const held = [...snapshot.entities.values()].flatMap(({ members }) => Object.keys(members).filter((ref) => members[ref]?.held === true));
  const told = snapshot.items.filter(({ kind, body }) => kind === 'conflict' && body['reason'] === 'delete-vs-edit');
  return [...left, ...held.map((ref) => `${ref} is held`), ...told.map(({ body }) => `told of an edit after the delete: ${JSON.stringify(body)}`)];
}

/** What we delivered is said by nobody who has the record: it never counts as a person's. */
function saysOurs({ records }: Snapshot, ref: Ref): string[] {
  const said = records.get(ref)?.assertions['note']?.raw;
  return said === '0001note' ? [`what we had put into ${ref} counts as a person's`] : [];
}

/** Every race that is tried whole; the widest first, so that the others are tried beside it. */
export const races: readonly Race[] = [
  {
    name: 'create and create: somebody deletes the record that leads, and another leads then',
    before: async (s) => {
      await fromA(s);
      await now(s, takesIn('b', newcomer(s, 'b')));
      s.vendors.a?.book('customers').remove('customers-2', s.sim.now());
    },
    workers: [
      delivers('c', 'customers-2'),
      async (s, ports) => {
        await learnsOfDelete('a', 'customers-2')(s, ports);
        await delivers('c', 'customers-2')(s, ports);
      },
    ],
  },
  {
    name: 'update and update: two records of one entity are taken in',
    before: (s) => {
      edit(s, 'a', 'note', '0001note');
      edit(s, 'b', 'note', '0002note');
    },
    workers: [takesIn('a'), takesIn('b')],
  },
  { name: 'update and update: one record is taken in twice', before: (s) => edit(s, 'a', 'note', '0001note'), workers: [takesIn('a'), takesIn('a')] },
  {
    name: 'update and delivery: a record is written to while an edit of it is taken in',
    before: async (s) => {
      edit(s, 'a', 'note', '0001note');
      await now(s, takesIn('a'));
      edit(s, 'b', 'note', '0002note');
    },
    workers: [delivers('b'), takesIn('b')],
  },
  {
    name: 'delivery and delivery: one record is written to by two',
    before: async (s) => {
      edit(s, 'a', 'note', '0001note');
      await now(s, takesIn('a'));
    },
    workers: [delivers('c'), delivers('c')],
  },
  deliveryAndDelete('where a system guards its records', 'a', 'c'),
  deliveryAndDelete('where our name is the key', 'b', 'c'),
  { name: 'create and create: where our name is the key', before: fromA, workers: [delivers('b', 'customers-2'), delivers('b', 'customers-2')] },
  { name: 'create and create: where only a search can tell', before: fromA, workers: [delivers('c', 'customers-2'), delivers('c', 'customers-2')] },
  {
    name: 'create and update: the source changes while its record is made elsewhere',
    before: async (s) => {
      await fromA(s);
      edit(s, 'a', 'note', '0003note', 'customers-2');
    },
    workers: [delivers('c', 'customers-2'), takesIn('a', 'customers-2')],
  },
  {
    name: 'create and edit: somebody clears a field of the new record before we read back what became of it',
    before: async (s) => {
      await fromA(s);
      const book = s.vendors['c']?.book('customers');
      if (book === undefined) return;
      book.onOurs = ({ id }) => {
        book.onOurs = undefined;
        edit(s, 'c', 'city', '', id);
      };
    },
    workers: [delivers('c', 'customers-2'), takesIn('a', 'customers-2')],
  },
  {
    name: 'twins: one customer is taken in from two systems at once',
    workers: [takesIn('a', 'customers-2'), takesIn('b', 'customers-2')],
    before: (s) => {
      newcomer(s, 'a');
      newcomer(s, 'b');
    },
  },
  { name: 'merge and merge', before: twoCustomers, workers: [merges, merges] },
  {
    name: 'merge and update',
    before: async (s) => {
      await twoCustomers(s);
      edit(s, 'b', 'note', '0001note');
    },
    workers: [merges, takesIn('b')],
  },
  { name: 'merge and create', before: twoCustomers, workers: [merges, delivers('c', 'customers-2')] },
  { name: 'erasure and create: a record is made for whom somebody erases', scenario: { events: [anErasure] }, before: erasing, workers: [erases, delivers('c', 'customers-2')] },
  {
    name: 'split and update',
    before: (s) => {
      s.decisions.add('customers', { tax: known });
      edit(s, 'b', 'note', '0001note');
    },
    workers: [async (s, p) => splitEntity(s.worldOf(p), await entityOf(s, p, 'a', 'customers-1'), [refOf('b', 'customers', 'customers-1')]), takesIn('b')],
    also: (_, snapshot) => (snapshot.entityOf('a/customers/customers-1') === snapshot.entityOf('b/customers/customers-1') ? ['the split was undone'] : []),
  },
  {
    name: 'pin and update',
    before: (s) => edit(s, 'a', 'note', '0001note'),
    workers: [(s, p) => pin(s.worldOf(p), refOf('a', 'customers', 'customers-1'), 'note', '0009pin'), takesIn('a')],
    also: (_, snapshot) => {
      const value = snapshot.entityOf('a/customers/customers-1')?.golden['note']?.value;
      return value === '0009pin' ? [] : [`the pin is gone: golden is ${String(value)}`];
    },
  },
];
