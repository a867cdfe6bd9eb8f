import { expect, it } from 'vitest';
import { entityIdFrom, type Ref, refOf, workspace } from '../../../core/model/ids.ts';
import { minuteMs } from '../../../core/model/time.ts';
import type { SourceRecord } from '../../../core/sync/record.ts';
import { slotName } from '../../../core/sync/slot-item.ts';
import { homeName } from '../config.ts';
import { drawScenario } from '../scenario.ts';
import { setUp } from '../setup.ts';
import { snapshotOf } from '../snapshot.ts';
import { resurrected } from './resurrected.ts';
import { noExcuses } from './violation.ts';

const space = workspace(homeName);
const [desk, home, office] = ['desk@firm.example', 'home@firm.example', 'office@firm.example'];
const entered = refOf('c', 'contacts', 'contacts-1');
const namesake = refOf('c', 'contacts', 'contacts-2');
const entityOf = (ref: Ref) => entityIdFrom(space, 'p', ref);

interface Case {
  /** Whom the record in b was made for, in the tenth minute, and with which mailbox. */
  readonly anchor: Ref;
  readonly mail: string;
  /** When the namesake was found to be the same person, minutes. */
  readonly mergedAt?: number;
  /** What a person makes of that record in the twentieth minute. */
  readonly edited?: readonly [field: string, value: string];
}

/** How many records in b the oracle calls made again, after a person deleted Ada's there in the fifth minute. */
async function blamed({ anchor, mail, mergedAt, edited }: Case): Promise<number> {
  const setup = setUp({ ...drawScenario(1, { calm: true }), contacts: true, events: [] });
  const { owners, cursors } = setup;
  const book = setup.vendors['b']?.book('contacts');
  if (book === undefined) throw new RangeError('b keeps no contacts');
  const gone = refOf('b', 'contacts', book.make({ name: 'Ada Fenmoor', mail: `${desk};${home}` }, 0, 1).id);
  const rows: readonly (readonly [Ref, Ref])[] = [
    [entered, entered],
    [namesake, namesake],
    [gone, entered],
  ];
  for (const [ref, of] of rows) {
    const record = { ref, entity: entityOf(of), modifiedAt: 0 } as SourceRecord;
    const item = { pk: ref, sk: '@', kind: 'record', version: 1, body: {} };
    owners.stored(item, record, minuteMs);
    cursors.stored({ pk: 'KEY#k', sk: '@', kind: 'key', version: 1, body: { values: [entityOf(of)] } }, undefined, minuteMs);
    cursors.stored(item, record, minuteMs);
  }
  book.remove('contacts-1', 5 * minuteMs);
  const key = slotName(space, 'b', 'contacts', anchor);
  owners.stored({ pk: key, sk: '@', kind: 'slot', version: 1, body: { key, anchor, intent: { fields: {} }, past: [] } }, undefined, 10 * minuteMs);
  book.write({ key, action: 'create', externalId: key, fields: { name: 'Ada Fenmoor', mail } }, 10 * minuteMs, 'us');
  if (mergedAt !== undefined) {
    const body = { type: 'person', founder: namesake, foundedAt: 0, goldenVersion: 1, members: {}, golden: {}, mergedInto: entityOf(entered) };
    owners.stored({ pk: `ENT#${entityOf(namesake)}`, sk: '@', kind: 'entity', version: 1, body }, undefined, mergedAt * minuteMs);
  }
  if (edited !== undefined) book.edit(key, ...edited, 20 * minuteMs, 2);
  return resurrected(setup, await snapshotOf(setup), noExcuses()).length;
}

it.each<readonly [string, Case]>([
  ['is somebody else', { anchor: namesake, mail: office }],
  ['becomes the same only since', { anchor: namesake, mail: office, mergedAt: 21, edited: ['mail', `${office};${home}`] }],
])('does not call a namesake made again who %s', async (_, given) => {
  expect(await blamed(given)).toBe(0);
});

it.each<readonly [string, Case]>([
  ['of a mailbox in common', { anchor: namesake, mail: home }],
  ['of a mailbox in common, though somebody has corrected that since', { anchor: namesake, mail: home, edited: ['mail', office] }],
  ['of another mailbox, where that was known to be the same person’s', { anchor: entered, mail: office }],
  ['of another mailbox, where both had been found to be one before', { anchor: namesake, mail: office, mergedAt: 9, edited: ['mail', `${office};${home}`] }],
])('sees that somebody was made again who was deleted: %s', async (_, given) => {
  expect(await blamed(given)).toBe(1);
});
