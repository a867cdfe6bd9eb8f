import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidatesMax, worthReading } from './candidates.ts';

const crowd = (n: number, from = 0): string[] => Array.from({ length: n }, (_, i) => `e${from + i}`);

describe('which entities are read', () => {
  it('takes the one that stands under several keys first, however crowded each is', () => {
    const sets = [
      { key: 'name:smth:jhn', entities: [...crowd(50), 'him'] },
      { key: 'town:spr:jhn', entities: [...crowd(50, 100), 'him'] },
    ];
    expect(worthReading(sets)).toEqual(['him']);
  });

  it('reads what an uncrowded key names, and nobody of a crowded one alone', () => {
    const others = ['phone:5550100', 'mailbox:j.smith', 'born:19800102', 'near:12345:smi'].map((key) => ({ key, entities: [] }));
    expect(worthReading([{ key: 'name:smth:jhn', entities: crowd(2) }, ...others])).toEqual(crowd(2));
    expect(worthReading([{ key: 'name:smth:jhn', entities: crowd(40) }, ...others])).toEqual([]);
  });

  it('follows a vague key alone only while none of the record is crowded: a full one tells that there are many records', () => {
    const born = { key: 'born:19800102', entities: ['a'] };
    const phone = { key: 'phone:5550100', entities: [] };
    expect(worthReading([born, { key: 'year:1980:smt', entities: crowd(4, 100) }, phone])).toContain('a');
    expect(worthReading([born, { key: 'year:1980:smt', entities: crowd(5, 100) }, phone])).toEqual([]);
    expect(worthReading([born, { key: 'year:1980:smt', entities: ['a', ...crowd(20, 100)] }, phone])).toEqual(['a']);
    expect(
      worthReading([
        { key: 'phone:5550100', entities: ['a'] },
        { key: 'year:1980:smt', entities: crowd(20, 100) },
      ]),
    ).toEqual(['a']);
  });

  it('always reads who holds a claim, before all others', () => {
    const sets = [
      { key: 'word:acme', entities: ['a', 'b'] },
      { key: 'claim:de-vat:DE123', entities: ['c'] },
    ];
    expect(worthReading(sets)).toEqual(['c', 'a', 'b']);
  });

  it('reads few, whatever the crowd: at most 64 that are likely enough, at most 44 at all', () => {
    const key = fc.record({ key: fc.constantFrom('name:a', 'town:b', 'born:c', 'phone:d', 'word:e', 'start:f'), entities: fc.array(fc.nat(80).map(String), { maxLength: 64 }) });
    fc.assert(
      fc.property(fc.array(key, { maxLength: 8 }), (sets) => {
        const found = worthReading(sets);
        expect(found.length).toBeLessThanOrEqual(candidatesMax);
        expect(new Set(found).size).toBe(found.length);
      }),
      { numRuns: 200 },
    );
  });

  it('reads three under keys that name few: those that came first among equals, and whoever is likelier before them', () => {
    const others = ['phone:5550100', 'mailbox:j.smith', 'born:19800102', 'near:12345:smi', 'year:1980:j', 'addr:1:main'].map((key) => ({ key, entities: [] as string[] }));
    const names = [
      { key: 'name:smth:jhn', entities: crowd(2) },
      { key: 'name:smth:jhnn', entities: crowd(2, 2) },
    ];
    expect(worthReading([...names, ...others])).toEqual(['e0', 'e1', 'e2']);
    const crowded = { key: 'town:spr:jhn', entities: [...crowd(40, 100), 'e3'] };
    expect(worthReading([...names, crowded, ...others])).toEqual(['e3', 'e0', 'e1']);
  });
});
