import { describe, expect, it } from 'vitest';
import { at, blank, intending, known, look } from '../../tests/factories/sync.ts';
import type { Raw } from '../ports/mapping.ts';
import type { IntentField, SourceRecord } from './record.ts';
import { elementsAlong } from './unanswered.ts';

const acme = { name: 'Acme', city: 'Berlin', note: '', phone: '', mail: '', tags: '' };
/** A system that cuts texts short, and tells nobody: what stands there after Hamburg was sent. */
const cut = { ...acme, city: 'Hamb' };

/** Hamburg was sent and has no answer; somebody's Ulm showed in its place, and it was sent again, `tries` times, and answered. */
function sentAgain(tries: number, kept = cut): SourceRecord {
  const doubted = look(intending(known(acme), { city: 'Hamburg' }), { ...acme, city: 'Ulm' }, 20).record;
  return Array.from({ length: tries }, (_, i) => i).reduce(
    (rec, i) => look(intending(rec, { city: 'Hamburg' }, { id: `again ${i}`, outcome: 'acked' }), kept, 30 + i).record,
    doubted,
  );
}

/** What golden says was sent after that. */
const replaced = (rec: SourceRecord): SourceRecord =>
  look(intending(rec, { city: 'Kiel' }, { id: 'next', outcome: 'acked', stored: { city: 'Kiel' } }), { ...acme, city: 'Kiel' }, 40).record;

describe('a write without an answer, in a system that keeps what is sent in a form of its own', () => {
  it('is ours in that form, once that is known, however late it lands upon what was sent after it', () => {
    const late = look(replaced(sentAgain(2)), cut, 50);
    expect(late.fresh).toEqual([]);
    expect(late.record.cells['city']).toMatchObject({ sent: 'Hamburg', stored: 'Hamb' });
    expect(late.record.limbo.at(-1)).toMatchObject({ field: 'city', raw: 'Hamb', why: 'doubt', sentOf: 'erp/customers/9' });
  });

  it('is a person’s in another form, and after ten minutes', () => {
    expect(look(replaced(sentAgain(2)), { ...acme, city: 'Hambu' }, 50).fresh).toEqual(['city']);
    expect(look(replaced(sentAgain(2)), cut, 700).fresh).toEqual(['city']);
  });

  it('is known as ours in that form also where it is sent once more, and nothing is told of it', () => {
    const rec = replaced(sentAgain(2));
    const once = look(intending(rec, { city: 'Hamburg' }, { id: 'more', outcome: 'acked' }), cut, 60);
    expect(once.fresh).toEqual([]);
    expect(once.record.cells['city']?.doubt).toBeUndefined();
    expect(once.record.limbo.filter(({ raw }) => raw === 'Hamb')).toEqual([]);
  });

  it('has no form of its own where nothing is kept of it: who clears the field has cleared it', () => {
    const nothing = { ...acme, city: '' };
    const rec = replaced(sentAgain(2, nothing));
    expect(rec.mayLand).toMatchObject([{ field: 'city', raw: 'Hamburg', until: at(620) }]);
    expect(look(rec, nothing, 50).record.assertions['city']?.raw).toBeNull();
  });
});

/**
 *   update:  takes vip out of "vip;cold" · (no answer) · our clock jumps                                it lands
 *   next:                                                takes vip out · answered · puts export in         "cold" is read
 */
describe('an update of a set without an answer, which goes whole', () => {
  const held = { ...acme, tags: 'vip;cold' };
  const givenUp = look(intending(known(held), { 'tags:vip': null }, { along: ['tags:cold'] }), held, 62).record;
  const answered = (rec: SourceRecord, fields: Readonly<Record<string, Raw>>, tags: string, second: number, id: string): SourceRecord =>
    look(intending(rec, fields, { id, outcome: 'acked', stored: fields }), { ...acme, tags }, second).record;
  const again = answered(givenUp, { 'tags:vip': null }, 'cold', 70, 'again');

  it('is ours where it lands and takes out what was put in meanwhile', () => {
    const late = look(answered(again, { 'tags:export': true }, 'cold;export', 80, 'next'), { ...acme, tags: 'cold' }, 90);
    expect(late.fresh).toEqual([]);
    expect(late.record.limbo.at(-1)).toMatchObject({ field: 'tags:export', raw: null, why: 'doubt' });
  });

  it('is told as of whoever had put the element in, not of whom it was written for', () => {
    const stamp = { at: at(75), ref: 'erp/customers/7' };
    const put = intending(again, {}, { outcome: 'acked', fields: { 'tags:export': { raw: true, stamp } }, stored: { 'tags:export': true } });
    const late = look(look(put, { ...acme, tags: 'cold;export' }, 80).record, { ...acme, tags: 'cold' }, 90).record;
    expect(late.limbo.at(-1)).toMatchObject({ field: 'tags:export', sentOf: stamp.ref });
    expect(late.cells['tags:export']).toMatchObject({ synced: stamp, stored: null });
  });

  it('is ours where it takes that out before its answer is taken in', () => {
    const late = look(intending(again, { 'tags:export': true }, { id: 'next', outcome: 'acked', stored: { 'tags:export': true } }), { ...acme, tags: 'cold' }, 80);
    expect(late.fresh).toEqual([]);
  });

  it('is ours where it takes out what a person put in meanwhile, whose word stands', () => {
    const put = look(again, { ...acme, tags: 'cold;theirs' }, 80).record;
    const late = look(put, { ...acme, tags: 'cold' }, 90);
    expect(late.fresh).toEqual([]);
    expect(late.record.assertions['tags:theirs']).toMatchObject({ raw: true });
  });

  it('is ours where it brings back what was taken out meanwhile', () => {
    const late = look(answered(again, { 'tags:cold': null }, '', 80, 'next'), { ...acme, tags: 'cold' }, 90);
    expect(late.fresh).toEqual([]);
    expect(late.record.limbo.at(-1)).toMatchObject({ field: 'tags:cold', raw: true, why: 'doubt' });
  });

  it('is a person’s word where an element goes that it had sent along, or another comes, or another set is edited', () => {
    expect(look(again, acme, 90).fresh).toEqual(['tags:cold']);
    expect(look(again, { ...acme, tags: 'cold;new' }, 90).fresh).toEqual(['tags:new']);
    const mailed = answered(again, { 'emails:a@b.cn': true }, 'cold', 80, 'next');
    expect(look({ ...mailed, snapshot: { ...mailed.snapshot, mail: 'a@b.cn' } }, { ...acme, tags: 'cold' }, 90).fresh).toEqual(['emails:a@b.cn']);
  });

  it('is a person’s word after ten minutes, and where each field of it had shown', () => {
    const exported = answered(again, { 'tags:export': true }, 'cold;export', 80, 'next');
    expect(look(exported, { ...acme, tags: 'cold' }, 700).fresh).toEqual(['tags:export']);
    const landed = look(intending(known(held), { 'tags:vip': null }, { along: ['tags:cold'] }), { ...acme, tags: 'cold' }, 20).record;
    expect(landed.mayLand).toBeUndefined();
  });

  it('knows what goes along with it: the other elements that stand in the sets it touches', () => {
    const sent = intending(blank(), { 'tags:vip': null, city: 'Ulm' }).intent?.fields ?? {};
    expect(elementsAlong(sent, { city: 'Berlin', 'tags:vip': true, 'tags:cold': true, 'tags:old': null, 'emails:a@b.cn': true })).toEqual({ along: ['tags:cold'] });
    expect(elementsAlong({ city: sent['city'] as IntentField }, { 'tags:cold': true })).toEqual({});
  });
});
