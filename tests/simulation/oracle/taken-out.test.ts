import { expect, it } from 'vitest';
import { entityIdFrom, refOf, workspace } from '../../../core/model/ids.ts';
import type { Conflict } from '../../../core/sync/conflicts.ts';
import type { Entity } from '../../../core/sync/entity.ts';
import { homeName } from '../config.ts';
import { drawScenario } from '../scenario.ts';
import { setUp } from '../setup.ts';
import { snapshotOf } from '../snapshot.ts';
import { policy } from './edits.ts';
import { noExcuses } from './violation.ts';

const name = 'Ada Fenmoor';
const [parted, others] = [refOf('a' as never, 'contacts', 'contacts-1'), refOf('c' as never, 'contacts', 'contacts-1')];

/** A contact that a person entered in `c`, whose name is gone there, beside one of `a` that may be of the same name; what the table holds of it, and what the oracle makes of that. */
async function judged({ inA = name, told = true, isParted = true, golden = '' }: { inA?: string; told?: boolean; isParted?: boolean; golden?: string } = {}) {
  const setup = setUp({ ...drawScenario(1, { calm: true }), contacts: true, events: [] });
  setup.vendors['a']?.book('contacts').make({ name: inA }, 1_000, 0);
  setup.vendors['c']?.book('contacts').make({ name }, 2_000, 1);
  const stamp = { at: 3_000, ref: others };
  const id = entityIdFrom(workspace(homeName), 'p', others);
  const entity = {
    id,
    type: 'person',
    pins: {},
    freezes: {},
    members: { [others]: { seq: 1, role: 'primary', assertions: {} } },
    cannotLink: isParted ? [[others, parted]] : [],
    golden: golden === '' ? {} : { name: { value: golden, stamp, ref: others, rule: 'latest' } },
  } as unknown as Entity;
  const doubt: Conflict = { id: '1', field: 'name', loser: others, stamp, value: name, winner: '', winning: null, reason: 'doubt', sentOf: parted };
  const excused = noExcuses();
  const snapshot = { ...(await snapshotOf(setup)), entities: new Map([[id as string, entity]]), conflicts: told ? [doubt] : [] };
  return { found: policy(setup, snapshot, excused).length, takenOut: excused.takenOut };
}

it('excuses a name that counted as somebody’s who was parted from the record, and was taken out there, where the log tells it', async () => {
  expect(await judged()).toEqual({ found: 0, takenOut: 1 });
});

it.each([
  ['nothing was told', { told: false }],
  ['nobody parted the two', { isParted: false }],
  ['the other had never said it', { inA: 'Ada Kemhus' }],
  ['another name stands there, which nobody has said', { golden: 'Ada Kemhus' }],
])('does not where %s', async (_, how) => {
  expect(await judged(how)).toEqual({ found: 1, takenOut: 0 });
});
