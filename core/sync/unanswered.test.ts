import { describe, expect, it } from 'vitest';
import { at, intending, known, look } from '../../tests/factories/sync.ts';
import type { SourceRecord } from './record.ts';

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
