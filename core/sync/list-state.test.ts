import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entity, Member } from './entity.ts';
import { listStateOf, readListState } from './list-state.ts';

const member = (more: Partial<Member> = {}): Member => ({ seq: 1, role: 'primary', assertions: {}, ...more });
const entity = (members: Entity['members']): Pick<Entity, 'members'> => ({ members });

test('the list counts live records and the systems that hold them', () => {
  const state = listStateOf(
    entity({ 'crm/customers/1': member(), 'crm/customers/2': member({ role: 'secondary' }), 'erp/parties/1': member(), 'erp/parties/2': member({ dead: true }) }),
  );
  expect(readListState(state)).toEqual({ records: 3, systems: 2, undecided: false });
});

test('an entity of which every record is gone counts as none', () => {
  expect(readListState(listStateOf(entity({ 'crm/customers/1': member({ dead: true, held: true }) })))).toEqual({ records: 0, systems: 0, undecided: false });
});

test('a record kept apart for a person is marked', () => {
  expect(readListState(listStateOf(entity({ 'crm/customers/1': member({ held: true }) }))).undecided).toBe(true);
});

test('counts of any size are read, and nothing before or after them', () => {
  expect(readListState('120.34')).toEqual({ records: 120, systems: 34, undecided: false });
  expect(readListState('120.34!')).toEqual({ records: 120, systems: 34, undecided: true });
  for (const other of ['x1.2', '1.2x', '1.2!!', '1.', '.2']) expect(readListState(other)).toEqual({ records: 0, systems: 0, undecided: false });
});

test('whatever else stands there counts as nothing', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/^\d+\.\d+!?$/.test(text));
      expect(readListState(text)).toEqual({ records: 0, systems: 0, undecided: false });
    }),
  );
  expect(readListState(undefined).records).toBe(0);
});
