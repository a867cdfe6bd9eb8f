import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Ref, refOf, workspace } from '../model/ids.ts';
import type { Canon } from '../ports/mapping.ts';
import { candidatesMax } from './candidates.ts';
import { IdentityEngine } from './engine.ts';
import type { Features } from './resolver.ts';
import { scoredResolver } from './scored.ts';

type Type = 'person' | 'organization';
const resolver = scoredResolver({ sameStream: () => 'free' });
const sets = new Set(['emails', 'phones']);
const features = (type: Type, values: Readonly<Record<string, string>>): Features =>
  resolver.features(type, new Map<string, Canon>(Object.entries(values).map(([f, v]) => (sets.has(f) ? [`${f}:${v}`, true] : [f, v]))), { country: 'DE' });
const ref = (i: number): Ref => refOf('crm', 'rows', String(i));

function resolved(type: Type, rows: readonly Readonly<Record<string, string>>[]) {
  const engine = new IdentityEngine({ resolver, type, workspace: workspace('main') });
  const done = rows.map((row, i) => engine.add(ref(i), features(type, row)));
  return { engine, done, entities: [...engine.store.entities()].length };
}

const given = ['Anna', 'Bernd', 'Clara', 'Dirk', 'Elif', 'Farid', 'Greta', 'Hanno', 'Ines', 'Jonas', 'Katja', 'Lars', 'Mona', 'Nils', 'Olga', 'Paul'];
const family = ['Albrecht', 'Brandt', 'Conrad', 'Decker', 'Engel', 'Franke', 'Gruber', 'Horn', 'Issler', 'Jung', 'Kraft', 'Lorenz', 'Marx', 'Nagel', 'Oster', 'Pohl'];
const office = { worksAt: 'crm/customers/1', phones: '+49 30 2345670', emails: 'info@quittenbaum.example', street: 'Speicherstr. 4', city: 'Hamburg', postalCode: '20457' };

describe('what people share does not make them one', () => {
  it('colleagues with one employer, switchboard, mailbox and address stay as many as they are', () => {
    const people = given.map((givenName, i) => ({ ...office, givenName, familyName: family[i] as string }));
    expect(resolved('person', people).entities).toBe(people.length);
  });

  it('two hundred and fifty people behind one switchboard stay as many, and the number costs nothing once it is generic', () => {
    // neighbours in this order share no name: the number is known as a switchboard's before two of one name meet
    const people = given.flatMap((_, shift) => given.map((givenName, i) => ({ phones: office.phones, givenName, familyName: family[(i + shift) % 16] as string })));
    const { done, engine } = resolved('person', people);
    expect(done.filter((d) => d.decision.kind === 'link')).toEqual([]);
    expect(engine.store.keys.generic).toBe(1);
    expect(Math.max(...done.map((d) => d.reads.entities))).toBeLessThanOrEqual(candidatesMax);
    expect(Math.max(...done.slice(-100).map((d) => d.reads.entities))).toBeLessThanOrEqual(6);
  });

  it('two hundred people with one mailbox of a company stay as many, whatever it is called; a mailbox with a name in it is its owner’s also where many a namesake has one like it', () => {
    const people = given.flatMap((_, shift) => given.map((givenName, i) => ({ givenName, familyName: family[(i + shift) % 16] as string })));
    const colleagues = people.map((person) => ({ ...person, emails: 'empfang.berlin@quittenbaum.example' }));
    expect(resolved('person', colleagues).entities).toBe(people.length);
    const namesakes = Array.from({ length: 20 }, (_, i) => ({ givenName: 'Anna', familyName: 'Albrecht', emails: `anna.albrecht@firm${i}.example` }));
    const { engine } = resolved('person', [...namesakes, { ...(namesakes[19] as (typeof namesakes)[number]), city: 'Kiel' }]);
    expect(engine.store.entityOf(ref(20))?.id).toBe(engine.store.entityOf(ref(19))?.id);
  });

  it('colleagues of one town and one mail domain stay two, however alike their mailboxes look', () => {
    const pairs = [
      ['Hanno Horn', 'Anna Albrecht'],
      ['Nils Nagel', 'Elif Engel'],
    ] as const;
    for (const [a, b] of pairs) {
      const person = (name: string) => ({ name, emails: `${(name.split(' ')[0] as string).toLowerCase()}@x.example`, city: 'Kiel' });
      const [one, other] = [features('person', person(a)).signature, features('person', person(b)).signature];
      expect(resolver.compare(one, other).terms).toContainEqual(expect.objectContaining({ field: 'names', level: 'two' }));
      expect(resolved('person', [person(a), person(b)]).entities).toBe(2);
    }
  });
});

describe('companies that belong together are not one', () => {
  it.each([
    ['a parent and its subsidiary', 'Quittenbaum AG', 'Quittenbaum Logistik GmbH'],
    ['two subsidiaries', 'Quittenbaum Energie GmbH', 'Quittenbaum Logistik GmbH'],
    ['a holding and its branch abroad', 'Quittenbaum Holding AG', 'Quittenbaum Polska Sp. z o.o.'],
  ])('%s with one domain stay two', (_, a, b) => {
    const shared = { website: 'https://www.quittenbaum.example', emails: 'info@quittenbaum.example' };
    const rows = [
      { ...shared, name: a, city: 'Hamburg', street: 'Speicherstr. 4', phones: '+49 40 2345670' },
      { ...shared, name: b, city: 'Kraków', street: 'Długa 12', phones: '+48 12 3456780' },
    ];
    expect(resolved('organization', rows).entities).toBe(2);
  });

  it('some two hundred companies with addresses of one free-mail provider stay as many, and read little', () => {
    const rows = given.filter((g) => g !== 'Hanno').flatMap((first) => family.map((second) => ({ name: `${second} ${first} GmbH`, emails: `${first}.${second}@gmail.com` })));
    const { done } = resolved('organization', rows);
    expect(done.filter((d) => d.decision.kind === 'link')).toEqual([]);
    expect(done.slice(-100).reduce((sum, d) => sum + d.reads.entities, 0) / 100).toBeLessThanOrEqual(8);
  });

  it('another validated registration number keeps two apart, whatever agrees; the same one joins them, whatever differs', () => {
    const same = { name: 'Quittenbaum AG', emails: 'info@quittenbaum.example', phones: '+49 40 2345670', city: 'Hamburg' };
    expect(
      resolved('organization', [
        { ...same, taxId: 'DE136695976' },
        { ...same, taxId: 'DE129273398' },
      ]).entities,
    ).toBe(2);
    expect(
      resolved('organization', [
        { ...same, taxId: 'DE136695976' },
        { name: 'QB Handel', taxId: 'DE 136 695 976', city: 'Kiel' },
      ]).entities,
    ).toBe(1);
  });
});

it('golden ids do not depend on arrival where the members do not: each order gives the same groups of these records', () => {
  const rows = given.flatMap((givenName, i) => [
    { givenName, familyName: family[i] as string, emails: `${givenName.toLowerCase()}@x.example` },
    { givenName, familyName: family[i] as string, emails: `${givenName.toLowerCase()}@x.example`, city: 'Kiel' },
  ]);
  const groups = (order: readonly number[]): string[] => {
    const engine = new IdentityEngine({ resolver, type: 'person', workspace: workspace('main') });
    for (const i of order) engine.add(ref(i), features('person', rows[i] as Record<string, string>));
    return [...engine.store.entities()].map((e) => [...e.members].sort().join(' ')).sort();
  };
  const expected = groups(rows.map((_, i) => i));
  expect(expected).toHaveLength(given.length);
  fc.assert(
    fc.property(
      fc.shuffledSubarray(
        rows.map((_, i) => i),
        { minLength: rows.length },
      ),
      (order) => {
        expect(groups(order)).toEqual(expected);
      },
    ),
    { numRuns: 30 },
  );
});
