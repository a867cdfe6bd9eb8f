import { expect, it } from 'vitest';
import { blank, intending, mappingOf, plainMapping } from '../../tests/factories/sync.ts';
import { asOurs, bearsNameOf, fittingIntent, hasOurLabel, isFree, isReachedOtherwise, isSecondLanding, isToldByLooks, knownBy } from './fitting.ts';
import type { Intent, Slot } from './record.ts';

const intentOf = (id: string, city: string): Intent => ({ ...(intending(blank(), { name: 'Acme', 'emails:info@acme.example': true, city }).intent as Intent), id });
const slotOf = (intent: Intent, ...past: Intent[]): Slot => ({ state: 'open', n: 0, key: 'x-0', anchor: blank().ref, stream: 'customers', intent, past });
const record = (city: string) => ({ name: 'Acme', mail: 'info@acme.example', city });

it.each([
  ['the try before the last landed', 'Ulm', 'first'],
  ['the last try landed', 'Bonn', 'second'],
  ['the target cut what was sent', 'Bo', 'second'],
])('takes a record for the try of a create that it shows best when %s', (_, city, id) => {
  const slot = slotOf(intentOf('second', 'Bonn'), intentOf('first', 'Ulm'));
  expect(fittingIntent(slot, record(city), plainMapping)?.id).toBe(id);
});

it('tells two tries apart whose values begin alike', () => {
  expect(fittingIntent(slotOf(intentOf('second', 'Ulm 10'), intentOf('first', 'Ulm 1')), record('Ulm 1'), plainMapping)?.id).toBe('first');
});

it('takes a record for the try that explains most of it: what the later one sent besides is no edit, even in the vendor’s own form', () => {
  const { city: _, ...without } = intentOf('first', 'Ulm').fields;
  const slot = slotOf(intentOf('second', 'Ulm upon Danube'), { ...intentOf('first', 'Ulm'), fields: without });
  expect(fittingIntent(slot, record('Ulm'), plainMapping)?.id).toBe('second');
  expect(fittingIntent(slot, { name: 'Acme', mail: 'info@acme.example' }, plainMapping)?.id).toBe('first');
});

it('goes by the fields that the mapping has: a version since may have lost one that was sent', () => {
  const { city, ...fields } = intentOf('only', 'Ulm').fields;
  const before: Intent = { ...intentOf('only', 'Ulm'), fields: { ...fields, town: city as NonNullable<typeof city> } };
  const shown = { name: 'Acme', mail: 'info@acme.example' };
  expect(fittingIntent(slotOf(before), shown, plainMapping)).toBe(before);
  expect(isSecondLanding({ ...slotOf(before, before), state: 'done', recordId: '7' }, shown, plainMapping)).toBe(true);
});

it('takes nobody for ours who agrees in less than half', () => {
  expect(fittingIntent(slotOf(intentOf('only', 'Ulm')), { name: 'Beta', mail: 'a@b.example', city: 'Ulm' }, plainMapping)).toBeUndefined();
});

it.each([
  ['shows all that was sent', record('Ulm'), true],
  ['shows it cut short', record('Ul'), true],
  ['has another value in one field', record('Bonn'), false],
  ['holds something nobody sent', { ...record('Ulm'), note: 'VIP' }, false],
])('takes a record beside the one of a create that was tried twice for the other try only if it shows all and nothing else: one that %s', (_, found, ours) => {
  const done: Slot = { ...slotOf(intentOf('second', 'Ulm'), intentOf('first', 'Ulm')), state: 'done', recordId: '7' };
  expect(isSecondLanding(done, found, plainMapping)).toBe(ours);
});

it('takes nobody for the other try of a create that was tried once, or is still under way', () => {
  const once: Slot = { ...slotOf(intentOf('only', 'Ulm')), state: 'done', recordId: '7' };
  expect(isSecondLanding(once, record('Ulm'), plainMapping)).toBe(false);
  expect(isSecondLanding(slotOf(intentOf('second', 'Ulm'), intentOf('first', 'Ulm')), record('Ulm'), plainMapping)).toBe(false);
});

it.each([
  ['shows no name of ours, in a system that keeps none', undefined, '7', true],
  ['has a name of ours as its id, in a system that shows no other', undefined, 'x-0123456789abcdef0123', false],
  ['shows a name of ours', () => 'x-0123456789abcdef0123-2', '7', false],
  ['shows somebody else’s', () => 'ERP-7', '7', false],
  ['shows none where names are kept', () => undefined, '7', false],
])('goes by what a record says otherwise, or not: one that %s', (_, externalId, id, by) => {
  expect(isToldByLooks(externalId === undefined ? {} : { externalId }, id, record('Ulm'))).toBe(by);
});

it.each([
  ['in a field of its own', () => 'x-0', '7', true],
  ['as its id', undefined, 'x-0', true],
  ['as its id, beside a name that somebody gave it', () => 'ERP-7', 'x-0', true],
  ['nowhere, since it is another create’s', () => 'x-0123456789abcdef0123', '7', false],
  ['nowhere, and is named by nobody', () => undefined, '7', false],
])('takes a record for that of a create by its name, which it bears %s', (_, externalId, id, bears) => {
  expect(bearsNameOf(externalId === undefined ? {} : { externalId }, slotOf(intentOf('only', 'Ulm')), id, record('Ulm'))).toBe(bears);
});

/** Whether what was sent as the city counts as shown: the name agrees and the note does not, so the city makes it more than half or less. */
function shows(sent: string | null, there: string | undefined): boolean {
  const base = intending(blank(), { name: 'Acme', note: 'other', city: sent }).intent as Intent;
  const found = { name: 'Acme', note: 'unlike', ...(there === undefined ? {} : { city: there }) };
  return fittingIntent(slotOf(base), found, plainMapping) !== undefined;
}

it.each([
  ['the same', 'Ulm', 'Ulm', true],
  ['the same in another case, with space around it', 'Ulm', ' ULM ', true],
  ['its beginning', 'Ulm upon Danube', 'Ulm upon', true],
  ['it and more', 'Ulm', 'Ulm upon Danube', true],
  ['its end', 'Ulm upon Danube', 'Danube', false],
  ['a number next to it: rounded', '10.4', '11', true],
  ['a number one away', '10', '11', true],
  ['a number one below', '11', '10', true],
  ['a number further away, though it begins alike', '10', '100', false],
  ['a number two below', '12', '10', false],
  ['a text that begins with the number that was sent', '10', '10 Ulm', true],
  ['nothing, where something was sent', 'Ulm', undefined, false],
  ['something, where a clear was sent', null, 'Ulm', false],
  ['nothing, where a clear was sent', null, undefined, true],
  ['only space, which begins nothing', 'Ulm', ' ', false],
])('counts a value as shown when the record has %s', (_, sent, there, shown) => {
  expect(shows(sent, there)).toBe(shown);
});

it('takes a record for ours when half of what was sent agrees, and for nobody’s when the try sent nothing', () => {
  const two = intending(blank(), { name: 'Acme', note: 'other' }).intent as Intent;
  expect(fittingIntent(slotOf(two), { name: 'Acme', note: 'unlike' }, plainMapping)).toBe(two);
  expect(fittingIntent(slotOf({ ...two, fields: {} }), {}, plainMapping)).toBeUndefined();
});

it('takes the try that sent the very text before one that agrees only tolerantly, whichever came first', () => {
  for (const [last, first] of [
    ['Ulm 1', 'Ulm 10'],
    ['Ulm 10', 'Ulm 1'],
  ] as const) {
    expect(fittingIntent(slotOf(intentOf(last, last), intentOf(first, first)), record('Ulm 10'), plainMapping)?.id).toBe('Ulm 10');
  }
});

it('takes what the mapping calls equal for the very value, in the try, in its label and in the other try', () => {
  const folded = mappingOf('crm', ['name: { path: name, equal: folded }', 'note: note']);
  const naming = (name: string): Intent => ({ ...(intending(blank(), { name }).intent as Intent), id: name });
  const tries = slotOf(naming('Acme GmbH Ulm'), naming('ＡCME  gmbh'));
  expect(fittingIntent(tries, { name: 'Acme GmbH' }, folded)?.id).toBe('ＡCME  gmbh');
  expect(hasOurLabel(slotOf(naming('ＡCME  gmbh')), { name: 'Acme GmbH' }, folded)).toBe(true);
  expect(isSecondLanding({ ...tries, state: 'done', recordId: '7' }, { name: 'Acme GmbH' }, folded)).toBe(true);
  expect(isSecondLanding({ ...tries, state: 'done', recordId: '7' }, { name: 'Beta GmbH' }, folded)).toBe(false);
});

it('takes the last try where both fit alike', () => {
  expect(fittingIntent(slotOf(intentOf('second', 'Ulm'), intentOf('first', 'Ulm')), record('Ulm'), plainMapping)?.id).toBe('second');
});

it('counts a field that the record leaves empty neither for nor against a try that did not send it', () => {
  const named = intending(blank(), { name: 'Acme' }, { id: 'first' }).intent as Intent;
  const more = intending(blank(), { name: 'Acme', note: 'other' }, { id: 'second' }).intent as Intent;
  expect(fittingIntent(slotOf(more, named), { name: 'Acme', city: '' }, plainMapping)?.id).toBe('first');
});

it('takes a record for the other try when it leaves empty what was sent as empty, and not when one value of two is another', () => {
  const cleared = intending(blank(), { name: 'Acme', note: null }).intent as Intent;
  const done: Slot = { ...slotOf(cleared, cleared), state: 'done', recordId: '7' };
  expect(isSecondLanding(done, { name: 'Acme' }, plainMapping)).toBe(true);
  expect(isSecondLanding(done, { name: 'Acme', note: 'x' }, plainMapping)).toBe(false);
  expect(isSecondLanding(done, { note: '' }, plainMapping)).toBe(false);
});

it('takes a record for the other try, whichever of the tries it shows', () => {
  const done: Slot = { ...slotOf(intentOf('second', 'Bonn'), intentOf('first', 'Ulm')), state: 'done', recordId: '7' };
  expect([record('Bonn'), record('Ulm'), record('Köln')].map((found) => isSecondLanding(done, found, plainMapping))).toEqual([true, true, false]);
});

it.each([
  ['as it was sent', 'Acme Holding', 'Acme Holding', true],
  ['in the system’s own form', 'Acme Holding', ' acme holding ', true],
  ['cut after six characters', 'Acme Holding', 'Acme H', true],
  ['cut after five, which is the beginning of too many', 'Acme Holding', 'Acme ', false],
  ['with more than was sent', 'Acme Holding', 'Acme Holding Ltd', false],
  ['as another', 'Acme Holding', 'Beta Holding', false],
  ['not at all', 'Acme Holding', undefined, false],
  ['though none was sent', null, 'Acme Holding', false],
  ['not at all, as it was sent', null, undefined, true],
])('takes a record without our name for ours only by its own label, which it shows %s', (_, sent, there, ours) => {
  const slot = slotOf(intending(blank(), { name: sent }).intent as Intent);
  expect(hasOurLabel(slot, there === undefined ? {} : { name: there }, plainMapping)).toBe(ours);
});

it('takes a record without our name for ours by the label that an earlier try sent', () => {
  const [before, now] = [intending(blank(), { name: 'Acme' }).intent as Intent, intending(blank(), { name: 'Acme Holding' }).intent as Intent];
  expect(hasOurLabel(slotOf(now, before), { name: 'Acme' }, plainMapping)).toBe(true);
});

it.each([
  ['by the mailbox that was sent', { 'emails:ann@acme.example': true }, 'Ann@acme.example', false],
  ['by another', { 'emails:ann@acme.example': true }, 'ann@beta.example', true],
  ['by one of several', { 'emails:ann@acme.example': true, 'emails:office@acme.example': true }, 'office@acme.example', false],
  ['by none', { 'emails:ann@acme.example': true }, '', false],
  ['by one, though none was sent', {}, 'ann@beta.example', false],
])('tells namesakes apart by how they are reached: %s', (_, sent, mail, otherwise) => {
  const slot = slotOf(intending(blank(), { name: 'Ann Lee', ...sent }).intent as Intent);
  expect(isReachedOtherwise(slot, { name: 'Ann Lee', mail }, plainMapping)).toBe(otherwise);
});

it('a namesake is reached otherwise only when every try says so', () => {
  const mailed = (mail: string): Intent => intending(blank(), { name: 'Ann Lee', [`emails:${mail}`]: true }).intent as Intent;
  const slot = slotOf(mailed('ann@acme.example'), mailed('ann@beta.example'));
  expect(isReachedOtherwise(slot, { name: 'Ann Lee', mail: 'ann@beta.example' }, plainMapping)).toBe(false);
});

it('a create is free for a record until it is known as another one’s, or given up', () => {
  const open = slotOf(intentOf('only', 'Ulm'));
  expect(isFree(open, '7')).toBe(true);
  expect(isFree({ ...open, state: 'done', recordId: '7' }, '7')).toBe(true);
  expect(isFree({ ...open, state: 'done', recordId: '8' }, '7')).toBe(false);
  expect(isFree({ ...open, state: 'void' }, '7')).toBe(false);
});

it.each(['acked', 'found'] as const)('observes a record of ours as such, with what was sent as %s', (outcome) => {
  const intent = intentOf('only', 'Ulm');
  expect(asOurs(blank(), intent, outcome)).toEqual({ ...blank(), origin: 'ours', intent: { ...intent, outcome } });
});

it.each([
  ['shows what was sent, no more', {}, {}, undefined, '7', 'found'],
  ['was named by an answer that nobody could read', {}, { recordId: '7' }, undefined, '7', 'acked'],
  ['stood in an answer', { outcome: 'acked' }, {}, undefined, '7', 'acked'],
  ['bears our name', {}, {}, () => 'x-0123456789abcdef0123-2', '7', 'acked'],
  ['has our name as its id', {}, {}, undefined, 'x-0123456789abcdef0123', 'acked'],
] as const)('is sure that a create of ours made a record only if that %s', (_, ofIntent, ofSlot, externalId, id, known) => {
  const intent: Intent = { ...intentOf('only', 'Ulm'), ...ofIntent };
  expect(knownBy(externalId === undefined ? {} : { externalId }, { ...slotOf(intent), ...ofSlot }, intent, id, record('Ulm'))).toBe(known);
});
