import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Ref, refOf, workspace } from '../model/ids.ts';
import type { Canon } from '../ports/mapping.ts';
import { IdentityEngine } from './engine.ts';
import type { Features } from './resolver.ts';
import { scoredResolver } from './scored.ts';

const resolver = scoredResolver({ sameStream: () => 'free' });
const word = fc.constantFrom('ann', 'bob', 'carl', 'dora', 'smith', 'smyth', 'jones', 'müller', '王', '小明', '', 'o’neil');
const person = fc.record({
  givenName: word,
  familyName: word,
  birthday: fc.constantFrom('', '1980-01-02', '1980-02-01', '1979-01-02', '2001-12-31'),
  emails: fc.constantFrom('', 'ann@x.org', 'bob.jones@y.com', 'info@z.net'),
  phones: fc.constantFrom('', '+13125550100', '+13125550101'),
  city: fc.constantFrom('', 'Chicago', 'Chicgo', '北京'),
});

function featuresOf(type: string, values: Record<string, string>): Features {
  const fields = new Map<string, Canon>();
  for (const [field, value] of Object.entries(values)) {
    if (value !== '') fields.set(field === 'emails' || field === 'phones' ? `${field}:${value}` : field, field === 'emails' || field === 'phones' ? true : value);
  }
  return resolver.features(type, fields, { country: 'US' });
}

function ref(i: number): Ref {
  return refOf('crm', 'people', String(i));
}

function resolved(records: readonly Features[]): IdentityEngine {
  const engine = new IdentityEngine({ resolver, type: 'person', workspace: workspace('main') });
  records.forEach((features, i) => {
    engine.add(ref(i), features);
  });
  return engine;
}

describe('the scored resolver', () => {
  it('explains every total: prior plus terms', () => {
    fc.assert(
      fc.property(person, person, (a, b) => {
        const found = resolver.compare(featuresOf('person', a).signature, featuresOf('person', b).signature);
        expect(found.terms.reduce((sum, t) => sum + t.bits, found.prior)).toBeCloseTo(found.total, 9);
      }),
      { numRuns: 300 },
    );
  });

  it('says the same about a and b as about b and a', () => {
    fc.assert(
      fc.property(person, person, (a, b) => {
        const [x, y] = [featuresOf('person', a).signature, featuresOf('person', b).signature];
        expect(resolver.compare(x, y).total).toBeCloseTo(resolver.compare(y, x).total, 9);
      }),
      { numRuns: 300 },
    );
  });

  it('never links a person to an organisation', () => {
    fc.assert(
      fc.property(person, (a) => {
        const human = featuresOf('person', a);
        const company = featuresOf('organization', { ...a, name: `${a.givenName} ${a.familyName}` });
        expect(resolver.compare(human.signature, company.signature).rule).toBe('different-kind');
      }),
      { numRuns: 50 },
    );
  });

  it('never brings two records together that a person called two, whatever comes after', () => {
    fc.assert(
      fc.property(fc.array(person, { minLength: 3, maxLength: 12 }), fc.nat(), fc.nat(), fc.array(person, { maxLength: 8 }), (people, i, j, later) => {
        const [a, b] = [ref(i % people.length), ref(j % people.length)];
        if (a === b) return;
        const engine = resolved(people.map((p) => featuresOf('person', p)));
        engine.split(a, b);
        later.forEach((p, k) => {
          engine.add(ref(100 + k), featuresOf('person', p));
        });
        people.forEach((p, k) => {
          engine.add(ref(k), featuresOf('person', p));
        });
        expect(engine.store.entityOf(a)?.id).not.toBe(engine.store.entityOf(b)?.id);
        engine.merge(engine.store.entityOf(a)?.id as never, engine.store.entityOf(b)?.id as never);
        expect(engine.store.entityOf(a)?.id).not.toBe(engine.store.entityOf(b)?.id);
      }),
      { numRuns: 150 },
    );
  });

  it('gives identical ids for the same log, and loses no record', () => {
    fc.assert(
      fc.property(fc.array(person, { maxLength: 20 }), (people) => {
        const records = people.map((p) => featuresOf('person', p));
        const [one, two] = [resolved(records), resolved(records)];
        for (const [i] of people.entries()) {
          expect(one.store.entityOf(ref(i))?.id).toBe(two.store.entityOf(ref(i))?.id);
          expect(one.store.entityOf(ref(i))?.members).toContain(ref(i));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps a signature within 500 bytes for an ordinary record', () => {
    const full = featuresOf('person', {
      givenName: 'Maximiliane',
      familyName: 'von Hohenfels',
      birthday: '1980-01-02',
      emails: 'm.hohenfels@example.com',
      phones: '+4989123456',
      city: 'Garmisch-Partenkirchen',
      street: 'Partnachstraße 12',
      postalCode: '82467',
    });
    expect(JSON.stringify(full.signature).length).toBeLessThan(500);
    expect(full.keys.length).toBeLessThanOrEqual(8);
  });
});

describe('households and offices', () => {
  const home = { familyName: 'Nguyen', street: '12 Elm Street', city: 'Reading', postalCode: '60601', phones: '+13125550188' };

  it('keeps the people of one home apart', () => {
    const [mother, child] = [featuresOf('person', { ...home, givenName: 'Linh' }), featuresOf('person', { ...home, givenName: 'David' })];
    expect(resolved([mother, child]).store.entityOf(ref(0))?.members).toEqual([ref(0)]);
  });

  it('keeps father and son of one name apart', () => {
    const father = featuresOf('person', { name: 'Robert Smith Sr', phones: '+13125550188', city: 'Reading' });
    const son = featuresOf('person', { name: 'Robert Smith Jr', phones: '+13125550188', city: 'Reading' });
    expect(resolver.compare(father.signature, son.signature).rule).toBe('different-generation');
  });

  it('knows pet names, swapped names and Chinese names in pinyin', () => {
    const pairs = [
      [
        { givenName: 'Robert', familyName: 'Featherstone', emails: 'rf12@x.org' },
        { givenName: 'Bob', familyName: 'Featherstone', emails: 'rf12@x.org' },
      ],
      [
        { givenName: 'Featherstone', familyName: 'Robert', birthday: '1980-01-02' },
        { givenName: 'Robert', familyName: 'Featherstone', birthday: '1980-01-02' },
      ],
      [
        { name: '王小明', phones: '+8613800138000' },
        { name: 'Xiaoming Wang', phones: '+8613800138000' },
      ],
      [
        { name: '陳國強', phones: '+8613800138001' },
        { name: '陈国强', phones: '13800138001', country: 'CN' },
      ],
    ] as const;
    for (const [a, b] of pairs) expect(resolved([featuresOf('person', a), featuresOf('person', b)]).store.entityOf(ref(0))?.members).toHaveLength(2);
  });
});

describe('names of companies with digits', () => {
  const name = (text: string) => featuresOf('organization', { name: text, city: 'Kiel' }).signature;
  it.each([
    ['Polarlicht1 Reisen AG', 'Zimtstern1 Reisen AG', 'weak'],
    ['Studio54 Tanz GmbH', 'Studio 54 Tanz GmbH', 'equal'],
    ['Polarlicht7 Reisen AG', 'Polarlicht7 Reisen AG', 'equal'],
  ])('%s and %s: the word beside a number still counts (%s)', (a, b, level) => {
    expect(resolver.compare(name(a), name(b)).terms.find((t) => t.field === 'name')?.level).toBe(level);
  });

  it('that differ in the number alone differ', () => {
    const found = resolver.compare(name('Polarlicht1 Reisen AG'), name('Polarlicht2 Reisen AG'));
    expect(found.terms.find((t) => t.field === 'number')).toMatchObject({ level: 'different', a: '1', b: '2' });
  });
});

describe('companies of one series', () => {
  const shared = { city: 'Husum', street: 'Hafenstraße 1', emails: 'info@windpark.example', phones: '+49 4841 12345' };
  const rule = (a: string, b: string, more: readonly [object, object] = [{}, {}]): string =>
    resolver.compare(featuresOf('organization', { name: a, ...shared, ...more[0] }).signature, featuresOf('organization', { name: b, ...shared, ...more[1] }).signature).rule;

  it.each([
    ['Windpark Nord 1 GmbH & Co. KG', 'Windpark Nord 2 GmbH & Co. KG'],
    ['Windpark Nord II GmbH', 'Windpark Nord III GmbH'],
    ['上海第一机床有限公司', '上海第二机床有限公司'],
    ['上海第十二机床有限公司', '上海第13机床有限公司'],
  ])('%s and %s are two, whatever they share', (a, b) => {
    expect(rule(a, b)).toBe('different-number');
  });

  it.each([
    ['Windpark Nord 2 GmbH', 'Windpark Nord II GmbH'],
    ['Windpark Nord GmbH', 'Windpark Nord 1 GmbH'],
    ['上海第十二机床有限公司', '上海第12机床有限公司'],
    ['Nordlicht 1 Reisen GmbH', 'Südwind 2 Möbel GmbH'],
  ])('%s and %s go by points', (a, b) => {
    expect(rule(a, b)).toBe('score');
  });

  it('go by what was issued to them where it agrees', () => {
    const vat = { taxId: 'DE136695976' };
    expect(rule('Windpark Nord 1 GmbH', 'Windpark Nord 2 GmbH', [vat, vat])).toBe('same-claim');
  });
});
