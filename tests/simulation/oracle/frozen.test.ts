import { describe, expect, it } from 'vitest';
import { entityIdFrom, refOf, workspace } from '../../../core/model/ids.ts';
import { minuteMs } from '../../../core/model/time.ts';
import { slotName } from '../../../core/sync/slot-item.ts';
import { homeName } from '../config.ts';
import { drawScenario } from '../scenario.ts';
import { setUp } from '../setup.ts';
import { frozen } from './frozen.ts';

const space = workspace(homeName);
const named = refOf('a', 'customers', 'customers-1');
const other = refOf('c', 'customers', 'customers-1');
const entityOf = (ref: string) => entityIdFrom(space, 'o', ref as typeof named);
const shown = { name: 'Fenmoor', tax: 'DE100000008' };
const from = 10 * minuteMs;

interface Case {
  /** Whom the record in b was made for. */
  readonly anchor: typeof named;
  /** Minutes: when the other was known to be the customer whose note waits for approval, and when b was written. */
  readonly mergedAt?: number;
  readonly writtenAt: number;
  readonly stored?: true;
}

/** How many writes of the note in b the oracle complains of, with an approval asked for in the tenth minute. */
function blamed({ anchor, mergedAt, writtenAt, stored }: Case): number {
  const setup = setUp({ ...drawScenario(1, { calm: true }), events: [] });
  const { owners } = setup;
  const book = setup.vendors['b']?.book('customers');
  if (book === undefined) throw new RangeError('b keeps no customers');
  const key = slotName(space, 'b', 'customers', anchor);
  for (const ref of [named, other]) owners.stored({ pk: ref, sk: '@', kind: 'record', version: 1, body: {} }, { ref, entity: entityOf(ref) }, 0);
  owners.stored({ pk: key, sk: '@', kind: 'slot', version: 1, body: { key, anchor, intent: { fields: {} }, past: [] } }, undefined, writtenAt * minuteMs);
  const made = refOf('b', 'customers', key);
  const write = (fields: Record<string, string>, at: number) => book.write({ key, action: 'create', externalId: key, fields }, at, 'us');
  if (stored === true) {
    write(shown, minuteMs);
    owners.stored({ pk: made, sk: '@', kind: 'record', version: 1, body: {} }, { ref: made, entity: entityOf(anchor) }, 2 * minuteMs);
  }
  if (mergedAt !== undefined) {
    const body = { type: 'organization', founder: other, foundedAt: 0, goldenVersion: 1, members: {}, golden: {}, mergedInto: entityOf(named) };
    owners.stored({ pk: `ENT#${entityOf(other)}`, sk: '@', kind: 'entity', version: 1, body }, undefined, mergedAt * minuteMs);
  }
  write({ ...shown, note: 'new' }, writtenAt * minuteMs);
  setup.approvals.ask({ ref: named, shown, field: 'note', entity: entityOf(named), asked: from, from });
  return frozen(setup).length;
}

describe('a field whose approval is pending', () => {
  it.each<readonly [string, Case]>([
    ['it was planned just before', { anchor: named, writtenAt: 10.5 }],
    ['it is made for somebody who is found to be the same only later', { anchor: other, mergedAt: 12.1, writtenAt: 12 }],
    ['it is written for somebody who was found to be the same just before', { anchor: other, mergedAt: 11.9, writtenAt: 12, stored: true }],
  ])('may still be written where %s', (_, given) => {
    expect(blamed(given)).toBe(0);
  });

  it.each<readonly [string, Case]>([
    ['made', { anchor: named, writtenAt: 12 }],
    ['written', { anchor: named, writtenAt: 12, stored: true }],
    ['made for somebody who has long been known to be the same', { anchor: other, mergedAt: 5, writtenAt: 12 }],
    ['written for somebody who was found to be the same meanwhile', { anchor: other, mergedAt: 11, writtenAt: 13, stored: true }],
  ])('must not be %s', (_, given) => {
    expect(blamed(given)).toBe(1);
  });
});
