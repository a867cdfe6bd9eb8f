import { expect, it } from 'vitest';
import { entityIdFrom, refOf, workspace } from '../../../core/model/ids.ts';
import type { SourceRecord } from '../../../core/sync/record.ts';
import { homeName } from '../config.ts';
import { drawScenario } from '../scenario.ts';
import { type Setup, setUp } from '../setup.ts';
import { snapshotOf } from '../snapshot.ts';
import { duplicates } from './records.ts';
import { noExcuses } from './violation.ts';

const fields = { name: 'Ada Fenmoor', mail: 'ada@firm.example; office@firm.example', phone: '+49301000100' };
const op = { key: 'x-1', action: 'create', externalId: 'x-1', fields };

/** The steps between a create without an answer and the next try, which searches for what was sent first; then who made duplicates, and whom the oracle excuses. */
async function judged(system: string, ...steps: readonly ('mail' | 'one mailbox' | 'phone' | 'stored' | 'known' | 'answered')[]) {
  const setup: Setup = setUp({ ...drawScenario(1, { calm: true }), contacts: true, events: [] });
  const book = setup.vendors[system]?.book('contacts');
  if (book === undefined) throw new RangeError(`${system} keeps no contacts`);
  const id = String(book.write(op, 1_000, 'first')['id']);
  const ref = refOf(system as never, 'contacts', id);
  for (const [i, step] of steps.entries()) {
    if (step === 'mail') book.edit(id, 'mail', 'countess@firm.example', 2_000 + i, i);
    if (step === 'one mailbox') book.edit(id, 'mail', 'countess@firm.example; office@firm.example', 2_000 + i, i);
    if (step === 'phone') book.edit(id, 'phone', '+49301000199', 2_000 + i, i);
    if (step === 'stored') book.stored(id, { ...book.records.get(id)?.fields });
    if (step === 'answered') {
      book.fetch([id], 'first');
      setup.tries.finished('first');
    }
    if (step === 'known') {
      const entity = entityIdFrom(workspace(homeName), 'p', ref);
      setup.cursors.stored({ pk: 'KEY#k', sk: '@', kind: 'key', version: 1, body: { values: [entity] } }, undefined, 3_000);
      setup.cursors.stored({ pk: ref, sk: '@', kind: 'record', version: 1, body: {} }, { ref, entity, modifiedAt: 3_000 } as SourceRecord, 3_000);
    }
  }
  book.find(op, 600_000, 'second');
  book.write(op, 600_100, 'second');
  // As both would be known: by the name and a mailbox that they share again.
  book.edit(id, 'mail', fields.mail, 700_000, 99);
  const excused = noExcuses();
  const found = duplicates(setup, await snapshotOf(setup), excused).filter(({ oracle }) => oracle === 'duplicate');
  return { found: found.length, rewritten: excused.rewritten };
}

it.each(['a', 'c'])('excuses a second record in %s where nothing was left of what its search goes by', async (system) => {
  expect(await judged(system, 'mail')).toEqual({ found: 0, rewritten: 1 });
});

it.each([
  ['a mailbox was left by which the search could find it', 'a', ['one mailbox']],
  ['something was rewritten that the search does not go by', 'a', ['phone']],
  ['it had been stored before the search', 'a', ['mail', 'stored']],
  ['it was known before', 'a', ['mail', 'known']],
  ['its maker had its answer', 'c', ['mail', 'answered']],
] as const)('does not where %s', async (_, system, steps) => {
  const { found, rewritten } = await judged(system, ...steps);
  expect(rewritten).toBe(0);
  expect(found).toBeGreaterThan(0);
});
