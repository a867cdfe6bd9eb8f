import { describe, expect, it } from 'vitest';
import { at, blank, intending, known, look, mappingOf, plainMapping, seen } from '../../tests/factories/sync.ts';
import { observe } from './observe.ts';
import type { SourceRecord } from './record.ts';
import type { Stamp } from './stamp.ts';

const acme = { name: 'Acme', city: 'Berlin', note: '', phone: '', mail: '', tags: '' };

describe('observing a record nobody has written to', () => {
  it('takes every value of a first sight as an assertion, and an empty field as no opinion', () => {
    const { record, fresh } = look(blank(), acme, 0, { modifiedAt: at(-50) });
    expect(fresh.toSorted()).toEqual(['city', 'name']);
    expect(record.assertions['note']).toBeUndefined();
    expect(record.assertions['name']).toMatchObject({ raw: 'Acme', prev: null, stamp: { at: at(-50), ref: 'crm/customers/1' } });
  });

  it('says nothing new when the record is read again', () => {
    const again = look(known(acme), acme, 10);
    expect(again).toMatchObject({ fresh: [], changed: false });
    expect(again.record.seq).toBe(known(acme).seq);
  });

  it('treats a difference that the declared equality calls cosmetic as unchanged', () => {
    const mapping = mappingOf('crm', ['phones: { path: phone, split: [";"] }', 'name: { path: name, equal: folded }']);
    const first = look(blank(), { name: 'Acme', phone: '+49 30 1234567' }, 0, { mapping }).record;
    expect(look(first, { name: 'ACME', phone: '+49 (30) 1234567' }, 1, { mapping }).fresh).toEqual([]);
  });

  it('takes null after a value as cleared', () => {
    const { record, fresh } = look(known(acme), { ...acme, city: '' }, 10);
    expect(fresh).toEqual(['city']);
    expect(record.assertions['city']).toMatchObject({ raw: null, prev: 'Berlin' });
  });

  it('carries a set as one cell per element, so that a removal is an assertion of its own', () => {
    const first = known({ ...acme, tags: 'vip;export' });
    const { record, fresh } = look(first, { ...acme, tags: 'export;new' }, 10);
    expect(fresh.toSorted()).toEqual(['tags:new', 'tags:vip']);
    expect(record.assertions['tags:vip']?.raw).toBeNull();
    expect(record.assertions['tags:export']?.stamp.at).toBe(first.assertions['tags:export']?.stamp.at);
  });

  it('neither asserts nor clears what it cannot read, and takes the value when it can again', () => {
    const mapping = mappingOf('crm', ['name: name', 'country: country']);
    const first = look(blank(), { name: 'Acme', country: 'DE' }, 0, { mapping }).record;
    const unread = look(first, { name: 'Acme', country: 'Atlantis' }, 1, { mapping });
    expect(unread.fresh).toEqual([]);
    expect(look(unread.record, { name: 'Acme', country: 'Germany' }, 2, { mapping }).fresh).toEqual([]);
    expect(look(unread.record, { name: 'Acme', country: 'France' }, 2, { mapping }).record.assertions['country']?.raw).toBe('France');
  });
});

describe('the stamp of an assertion', () => {
  it('lies between our two reads, whatever the vendor says', () => {
    const first = known(acme);
    expect(look(first, { ...acme, city: 'Bonn' }, 10, { modifiedAt: at(999) }).record.assertions['city']?.stamp.at).toBe(at(10));
    expect(look(first, { ...acme, city: 'Bonn' }, 10, { modifiedAt: at(-999) }).record.assertions['city']?.stamp.at).toBe(at(0) + 1);
    expect(look(first, { ...acme, city: 'Bonn' }, 10, { modifiedAt: at(4) }).record.assertions['city']?.stamp.at).toBe(at(4));
  });

  it('dominates whatever the cell held before, also when a clock went back', () => {
    const later = look(known(acme), { ...acme, city: 'Bonn' }, 10).record;
    const back = look(later, { ...acme, city: 'Ulm' }, -500).record;
    expect(back.assertions['city']?.stamp.at).toBeGreaterThan(later.assertions['city']?.stamp.at as number);
  });
});

describe('observing after a write of ours', () => {
  const before = known(acme);

  it('rule 1: with the answer known, what the vendor stored is ours and a later difference is an edit', () => {
    const rec = intending(before, { city: 'Bonn' }, { outcome: 'acked', stored: { city: 'BONN' } });
    const same = look(rec, { ...acme, city: 'BONN' }, 20);
    expect(same.fresh).toEqual([]);
    expect(same.record.cells['city']).toMatchObject({ sent: 'Bonn', stored: 'BONN', synced: { ref: 'erp/customers/9' } });
    expect(same.record.intent).toBeUndefined();
    expect(look(rec, { ...acme, city: 'Ulm' }, 20).record.assertions['city']).toMatchObject({ raw: 'Ulm', prev: 'BONN' });
  });

  it('rule 2: a value equal to what was sent is ours, however it is restamped', () => {
    const echo = look(intending(before, { city: 'Bonn' }), { ...acme, city: 'Bonn' }, 20, { modifiedAt: at(19) });
    expect(echo.fresh).toEqual([]);
    expect(echo.record.assertions['city']?.raw).toBe('Berlin');
    expect(echo.record.intent).toBeUndefined();
  });

  it('rule 3: the next revision with one field as sent and all fields moved is ours in the vendor form', () => {
    const rec = intending({ ...before, revision: '4' }, { city: 'Bonn', name: 'Acme Ltd' }, { baseRevision: '4' });
    const moved = look(rec, { ...acme, city: 'Bonn', name: 'ACME LTD.' }, 20, { revision: '5' });
    expect(moved.fresh).toEqual([]);
    expect(moved.record.cells['name']).toMatchObject({ sent: 'Acme Ltd', stored: 'ACME LTD.' });
  });

  it('rule 3: the next revision alone proves nothing, a human makes one too', () => {
    const rec = intending({ ...before, revision: '4' }, { city: 'Bonn' }, { baseRevision: '4' });
    const human = look(rec, { ...acme, city: 'Ulm' }, 20, { revision: '5' });
    expect(human.record.cells['city']?.doubt).toMatchObject({ sent: 'Bonn', seen: 'Ulm' });
    expect(human.fresh).toEqual([]);
  });

  it('rule 4: an unanswered write that does not show is waited for, and after its last moment did not land', () => {
    const rec = intending(before, { city: 'Bonn' });
    expect(look(rec, acme, 20).record.intent).toBeDefined();
    const expired = look(rec, acme, 62);
    expect(expired.record.intent).toBeUndefined();
    expect(expired.fresh).toEqual([]);
  });

  describe('that was given up and lands after all, since our clock had jumped over its time', () => {
    const record = { ...acme, note: 'hello' };
    const givenUp = look(intending({ ...before, revision: '4' }, { city: 'Bonn', note: 'hello' }, { baseRevision: '4' }), acme, 62, { revision: '4' }).record;
    const late = { ...record, city: 'Bonn' };

    it('is ours as what it was, and no edit', () => {
      const seen = look(givenUp, late, 70, { revision: '5' });
      expect(seen.fresh).toEqual([]);
      expect(seen.changed).toBe(true);
      expect(seen.record.cells['city']).toMatchObject({ sent: 'Bonn', stored: 'Bonn', synced: { at: at(5), ref: 'erp/customers/9' } });
      expect(look(seen.record, late, 71, { revision: '5' }).changed).toBe(false);
    });

    it('is not the vendor’s form of what is sent next, and that is waited for', () => {
      const next = intending(givenUp, { city: 'Ulm', note: 'hello' }, { id: 'i2', baseRevision: '4', deadline: at(120) });
      const seen = look(next, late, 70, { revision: '5' });
      expect(seen.fresh).toEqual([]);
      expect(seen.record.cells['city']).toMatchObject({ sent: 'Bonn', stored: 'Bonn' });
      expect(seen.record.cells['note']).toMatchObject({ sent: 'hello', stored: 'hello' });
      expect(seen.record.intent?.id).toBe('i2');
      expect(look(seen.record, { ...late, city: 'Ulm' }, 72, { revision: '6' }).record.cells['city']).toMatchObject({ sent: 'Ulm', stored: 'Ulm' });
    });

    it('explains no other value', () => {
      expect(look(givenUp, { ...record, city: 'Ulm' }, 70, { revision: '5' }).fresh).toEqual(['city']);
    });

    it('may have been seen by whoever put another value there: what he replaced is not known until its time is over', () => {
      const said = (second: number) => look(givenUp, { ...record, city: 'Ulm' }, second, { revision: '5' }).record.assertions['city'];
      expect(said(70)).toHaveProperty('prev', undefined);
      expect(said(663)).toMatchObject({ prev: 'Berlin' });
    });

    it('may be what displaced the last word in its cell, or have been seen in its place: that is kept for the log until its time is over', () => {
      const lost = (second: number) => look(givenUp, { ...acme, city: 'Bon' }, second, { revision: '5' }).record;
      expect(lost(70).limbo).toMatchObject([{ field: 'city', raw: 'Berlin', why: 'displaced', seq: lost(70).seq }]);
      expect(lost(663).limbo).toEqual([]);
    });

    it('is a person’s after ten minutes', () => {
      expect(look(givenUp, late, 663, { revision: '5' }).fresh.toSorted()).toEqual(['city', 'note']);
    });

    describe('past a write that was answered', () => {
      const answered = (city: string, guarded = false) =>
        look(intending(givenUp, { city }, { outcome: 'acked', stored: { city } }), { ...acme, city }, 65, { revision: '5', guarded }).record;

      it('is ours still, and in the conflict log, since it may be a person’s who put just that there', () => {
        const seen = look(answered('Ulm'), { ...acme, city: 'Bonn' }, 70, { revision: '6' });
        expect(seen.fresh).toEqual([]);
        expect(seen.record.cells['city']).toMatchObject({ sent: 'Bonn', stored: 'Bonn' });
        expect(seen.record.limbo).toMatchObject([{ field: 'city', raw: 'Bonn', why: 'doubt', seq: seen.record.seq }]);
      });

      it('is ours also where the answer tells of the later value', () => {
        const next = intending(givenUp, { city: 'Ulm' }, { outcome: 'acked', stored: { city: 'Ulm' } });
        const seen = look(next, { ...acme, city: 'Bonn' }, 65, { revision: '6' });
        expect(seen.fresh).toEqual([]);
        expect(seen.record.cells['city']).toMatchObject({ sent: 'Bonn', stored: 'Bonn' });
      });

      it('is ours a second time, too: it may have been sent more than once', () => {
        const once = look(answered('Ulm'), { ...acme, city: 'Bonn' }, 70, { revision: '6' }).record;
        const mended = look(intending(once, { city: 'Ulm' }, { outcome: 'acked', stored: { city: 'Ulm' } }), { ...acme, city: 'Ulm' }, 75, { revision: '7' }).record;
        expect(look(mended, { ...acme, city: 'Bonn' }, 80, { revision: '8' }).fresh).toEqual([]);
      });

      it('is ours also where the same value was sent again and that was answered', () => {
        const replaced = look(answered('Bonn'), { ...acme, city: 'Ulm' }, 70, { revision: '6' }).record;
        const seen = look(replaced, { ...acme, city: 'Bonn' }, 80, { revision: '7' });
        expect(seen.fresh).toEqual([]);
        expect(seen.record.limbo.at(-1)).toMatchObject({ field: 'city', raw: 'Bonn', why: 'doubt', sentOf: 'erp/customers/9' });
      });

      it('tells nothing new to whoever saw the same value, sent again and answered', () => {
        expect(look(answered('Bonn'), { ...acme, city: 'Ulm' }, 70, { revision: '6' }).record.assertions['city']?.prev).toBe('Bonn');
      });

      it('may have been seen by whoever put another value over an answer that tells nothing', () => {
        const doubted = look(intending(givenUp, { city: 'Ulm' }, { outcome: 'acked' }), { ...acme, city: 'Kiel' }, 65, { revision: '6' }).record;
        expect(doubted.cells['city']?.doubt).toMatchObject({ sent: 'Ulm', seen: 'Kiel' });
        expect(doubted.cells['city']?.doubt).not.toHaveProperty('prev');
      });

      it('is a person’s where the system guards its writes: none lands on another revision', () => {
        expect(look(answered('Ulm', true), { ...acme, city: 'Bonn' }, 70, { revision: '6', guarded: true }).fresh).toEqual(['city']);
      });
    });

    it('is ours past another that was given up', () => {
      const twice = look(intending(givenUp, { city: 'Ulm' }, { deadline: at(64) }), acme, 70, { revision: '4' }).record;
      expect(look(twice, { ...acme, city: 'Ulm' }, 80, { revision: '5' }).fresh).toEqual([]);
      expect(look(twice, { ...acme, city: 'Bonn' }, 80, { revision: '5' }).fresh).toEqual([]);
      expect(look(twice, { ...acme, note: 'hello' }, 80, { revision: '5' }).fresh).toEqual([]);
    });

    it('is ours also where a person’s value stood there first, and was in doubt', () => {
      const doubted = look(intending(before, { city: 'Bonn' }), { ...acme, city: 'Ulm' }, 20).record;
      expect(doubted.cells['city']?.doubt).toMatchObject({ sent: 'Bonn', seen: 'Ulm' });
      const seen = look(doubted, { ...acme, city: 'Bonn' }, 30);
      expect(seen.fresh).toEqual([]);
      expect(seen.record.cells['city']).toMatchObject({ sent: 'Bonn', stored: 'Bonn', doubt: { seen: 'Ulm' } });
    });

    it('is remembered once, however often it was sent', () => {
      const again = look(intending(givenUp, { city: 'Bonn' }, { deadline: at(64) }), acme, 70, { revision: '4' }).record;
      expect(again.mayLand?.map(({ field, until }) => [field, until])).toEqual([
        ['note', at(662)],
        ['city', at(670)],
      ]);
    });

    it('is forgotten for fields that had landed', () => {
      const half = look(intending(before, { city: 'Bonn', note: 'hello' }), { ...acme, city: 'Bonn' }, 62).record;
      expect(half.mayLand?.map(({ field }) => field)).toEqual(['note']);
      expect(look(intending(before, { city: 'Bonn' }), { ...acme, city: 'Bonn' }, 62).record.mayLand).toBeUndefined();
    });
  });

  it('rule 5: an acknowledged write that shows something else is doubted, never guessed', () => {
    const doubted = look(intending(before, { city: 'Bonn' }, { outcome: 'acked' }), acme, 20);
    expect(doubted.record.cells['city']?.doubt).toMatchObject({ sent: 'Bonn', seen: 'Berlin' });
    expect(doubted.fresh).toEqual([]);
  });

  it('rule 6: the same doubt after a second acknowledged write is the vendor form', () => {
    const doubted = look(intending(before, { city: 'Bonn' }, { outcome: 'acked' }), { ...acme, city: 'Bon' }, 20).record;
    const again = look(intending(doubted, { city: 'Bonn' }, { outcome: 'acked', id: 'i2' }), { ...acme, city: 'Bon' }, 30);
    expect(again.record.cells['city']).toMatchObject({ sent: 'Bonn', stored: 'Bon' });
    expect(again.record.cells['city']?.doubt).toBeUndefined();
    expect(again.rewrites).toEqual(['city']);
    expect(again.fresh).toEqual([]);
  });

  it('a doubt that the probe disproves was a human edit and is asserted with its old stamp', () => {
    const doubted = look(intending(before, { city: 'Bonn' }, { outcome: 'acked' }), { ...acme, city: 'Ulm' }, 20).record;
    const probed = look(intending(doubted, { city: 'Bonn' }, { outcome: 'acked', stored: { city: 'Bonn' }, id: 'i2' }), { ...acme, city: 'Bonn' }, 30).record;
    expect(probed.assertions['city']).toMatchObject({ raw: 'Ulm', stamp: { at: at(20) } });
  });

  it('a doubt is later than what was sent, answered or not: what was sent was golden before our last look, and that did not show it yet', () => {
    const made = intending(blank(), { city: 'Bonn' }, { outcome: 'acked' });
    const sentAt = made.intent?.fields['city']?.stamp.at as number;
    const doubted = look(made, { ...acme, city: 'Ulm' }, 20, { modifiedAt: sentAt - 500 }).record;
    expect(doubted.cells['city']?.doubt).toMatchObject({ seen: 'Ulm', stamp: { at: sentAt + 1, ref: 'crm/customers/1' } });
    const unanswered = look(intending(blank(), { city: 'Bonn' }), { ...acme, city: 'Ulm' }, 20, { modifiedAt: sentAt - 500 }).record;
    expect(unanswered.cells['city']?.doubt).toMatchObject({ stamp: { at: sentAt + 1, ref: 'crm/customers/1' } });
  });

  it('a refused write proves that doubts of its fields are human edits', () => {
    const doubted = look(intending(before, { city: 'Bonn' }, { outcome: 'acked' }), { ...acme, city: 'Ulm' }, 20).record;
    const refused = look(intending(doubted, { city: 'Bonn' }, { outcome: 'refused', id: 'i2' }), { ...acme, city: 'Ulm' }, 30).record;
    expect(refused.assertions['city']).toMatchObject({ raw: 'Ulm', stamp: { at: at(20) } });
    expect(refused.intent).toBeUndefined();
  });

  it('keeps an edit of a field that was not written, made in the same moment', () => {
    const both = look(intending(before, { city: 'Bonn' }), { ...acme, city: 'Bonn', name: 'Acme SE' }, 20);
    expect(both.fresh).toEqual(['name']);
  });

  it('an edit on top of a doubt pushes the doubtful value into limbo, not away', () => {
    const doubted = look(intending(before, { city: 'Bonn' }, { outcome: 'acked' }), { ...acme, city: 'Ulm' }, 20).record;
    const edited = look(doubted, { ...acme, city: 'Köln' }, 40).record;
    expect(edited.assertions['city']?.raw).toBe('Köln');
    expect(edited.limbo).toMatchObject([{ field: 'city', raw: 'Ulm', why: 'doubt' }]);
  });
});

const own = 'crm/customers/1';
const sentStamp: Stamp = { at: at(5), ref: 'erp/customers/9' };
const mine = (ms: number): Stamp => ({ at: ms, ref: own });
const before = known(acme);

describe('what a look leaves of the record', () => {
  it('is what was read, when, and what the vendor says of it', () => {
    const first = look(blank(), acme, 0, { modifiedAt: at(-50), revision: '4' }).record;
    expect(first).toMatchObject({ state: 'live', snapshot: acme, hash: JSON.stringify(acme), modifiedAt: at(-50), revision: '4', lastReadAt: at(0), seq: 1, held: {}, limbo: [] });
    const second = look(first, { ...acme, city: 'Bonn' }, 10).record;
    expect(second).toMatchObject({ snapshot: { ...acme, city: 'Bonn' }, modifiedAt: at(-50), lastReadAt: at(10), seq: 2 });
    expect(second).not.toHaveProperty('revision');
    expect(look(second, acme, 5).record.lastReadAt).toBe(at(10));
  });

  it('is a change when the content, the revision or the life of the record is another, even if no field says anything new', () => {
    expect(look(before, acme, 10)).toMatchObject({ changed: false, record: { seq: before.seq } });
    expect(look(before, acme, 10, { hash: 'other' })).toMatchObject({ changed: true, fresh: [], record: { seq: before.seq } });
    expect(look(before, acme, 10, { revision: '2' })).toMatchObject({ changed: true, fresh: [], record: { seq: before.seq } });
    expect(look({ ...before, revision: '2' }, acme, 10)).toMatchObject({ changed: true, fresh: [] });
  });

  it('is alive again when the record had gone, and forgets how it went; folds hear of it', () => {
    const gone: SourceRecord = { ...before, state: 'gone', goneBy: 'human', deletedAt: mine(3), missingSince: 2, missedUnder: 3 };
    const back = look(gone, acme, 10);
    expect(back).toMatchObject({ changed: true, fresh: [], record: { state: 'live', seq: before.seq + 1 } });
    for (const forgotten of ['goneBy', 'deletedAt', 'missingSince', 'missedUnder']) expect(back.record).not.toHaveProperty(forgotten);
  });

  it('keeps the last readable form of what it cannot read, element by element', () => {
    const mapping = mappingOf('crm', ['name: name', 'country: country']);
    const first = look(blank(), { name: 'Acme', country: 'DE' }, 0, { mapping }).record;
    const unread = look(first, { name: 'Acme', country: 'Atlantis' }, 1, { mapping }).record;
    expect(unread.held).toEqual({ country: first.assertions['country']?.raw });
    expect(look(unread, { name: 'Acme', country: 'Elsewhere' }, 2, { mapping }).record.held).toEqual(unread.held);
    const never = look(blank(), { name: 'Acme', country: 'Atlantis' }, 1, { mapping });
    expect([never.fresh, never.record.held]).toEqual([['name'], { country: null }]);
  });

  it('keeps what is in limbo for eight further changes, in case folds are late', () => {
    const lost = (seq: number) => ({ field: 'city', raw: 'Ulm', stamp: mine(3), why: 'doubt' as const, seq });
    const rec: SourceRecord = { ...before, seq: 20, limbo: [lost(11), lost(12), lost(13), lost(20)] };
    expect(look(rec, acme, 10).record.limbo.map((l) => l.seq)).toEqual([13, 20]);
  });
});

describe('the assertion of an edit', () => {
  it('is made of what stood there unread, too, once a mapping carries the field', () => {
    const narrow = look(blank(), acme, 0, { mapping: mappingOf('crm', ['name: name']) }).record;
    const wide = look(narrow, acme, 10);
    expect(wide).toMatchObject({ fresh: ['city'], changed: true });
    expect(wide.record.assertions['city']).toEqual({ raw: 'Berlin', prev: null, stamp: mine(at(10)), synced: { at: 0, ref: '' } });
  });

  it('tells what stood there before, and what of ours its author could have seen; a new field has neither', () => {
    const synced = look(intending(before, { city: 'Bonn' }, { outcome: 'acked' }), { ...acme, city: 'Bonn' }, 20).record;
    const edited = look(synced, { ...acme, city: 'Ulm', note: 'x' }, 30).record;
    expect(edited.assertions['city']).toEqual({ raw: 'Ulm', prev: 'Bonn', stamp: mine(at(30)), synced: sentStamp });
    expect(edited.cells['city']).toMatchObject({ sent: 'Bonn', stored: 'Bonn', synced: sentStamp, stamp: mine(at(30)) });
    expect(edited.assertions['note']).toEqual({ raw: 'x', prev: null, stamp: mine(at(30)), synced: { at: 0, ref: '' } });
    expect(edited.cells['note']).toEqual({ stamp: mine(at(30)), synced: { at: 0, ref: '' } });
  });

  it('has the vendor’s time by our clock, and ours where the vendor tells none', () => {
    const ctx = { now: at(10), readAt: at(10), clockOffsetMs: 2_000, maxInFlightMs: 1_000, guarded: false, mapping: plainMapping };
    const stampOf = (modifiedAt?: number) =>
      observe(before, seen({ ...acme, city: 'Bonn' }, modifiedAt === undefined ? {} : { modifiedAt }), ctx).record.assertions['city']?.stamp.at;
    expect(stampOf(at(8))).toBe(at(6));
    expect(stampOf()).toBe(at(10));
  });

  it('is never earlier than our last read, even when an older answer comes late', () => {
    const late = look({ ...before, lastReadAt: at(50) }, { ...acme, city: 'Bonn' }, 10).record;
    expect(late.assertions['city']?.stamp).toEqual(mine(at(50)));
    expect(look({ ...before, lastReadAt: at(50) }, { ...acme, city: 'Bonn' }, 60, { modifiedAt: at(40) }).record.assertions['city']?.stamp).toEqual(mine(at(50)));
  });
});
