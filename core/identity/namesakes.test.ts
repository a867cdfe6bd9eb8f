import { describe, expect, it } from 'vitest';
import { entityIdFrom, refOf, workspace } from '../model/ids.ts';
import type { Canon } from '../ports/mapping.ts';
import { comparePersonNames } from './compare/person-name.ts';
import { weightsOf } from './model/model.ts';
import { shippedModels } from './model/shipped.ts';
import type { Candidate, Features } from './resolver.ts';
import { scoredResolver } from './scored.ts';

const resolver = scoredResolver({ sameStream: () => 'free' });
const self = refOf('crm', 'people', '2');

function person(values: Readonly<Record<string, string>>): Features {
  const fields = new Map<string, Canon>(Object.entries(values).map(([field, value]) => (field === 'emails' || field === 'phones' ? [`${field}:${value}`, true] : [field, value])));
  return resolver.features('person', fields, { country: 'DE' });
}

function entityOf(features: Features): Candidate {
  const ref = refOf('erp', 'people', '1');
  return { id: entityIdFrom(workspace('main'), 'p', ref), members: [ref], signatures: [features.signature], cannotLink: [] };
}

const known = person({ givenName: 'Hiro', familyName: 'Kowsutor', emails: 'fawi7@firm7.example', street: 'Via Roma 8', city: 'Porto', postalCode: '48624' });

describe('namesakes', () => {
  it('of whom the names alone agree, and two other things differ, are two people', () => {
    const other = person({ givenName: 'Hiro', familyName: 'Kowsutor', emails: 'duza4090@firm4090.example', street: 'High Street 145', city: 'Oslo', postalCode: '72487' });
    expect(resolver.decide('person', other, self, [entityOf(known)], 1_000).kind).toBe('new');
    expect(resolver.compare(other.signature, known.signature).terms).toContainEqual({ field: 'names', level: 'namesakes', a: '', b: '', bits: -8 });
  });

  it('are still one person where one thing alone differs: a new mailbox says little', () => {
    const moved = person({ givenName: 'Hiro', familyName: 'Kowsutor', emails: 'hiro@new.example', street: 'Via Roma 8', city: 'Porto', postalCode: '48624' });
    expect(resolver.decide('person', moved, self, [entityOf(known)]).kind).toBe('link');
  });

  it('in streets of one name in two towns are two people: every town has one', () => {
    const namesake = { givenName: 'Hiro', familyName: 'Kowsutor', emails: 'hk@new.example', street: 'Via Roma 8', city: 'Oslo' };
    const elsewhere = person({ ...namesake, postalCode: '72487' });
    expect(resolver.decide('person', elsewhere, self, [entityOf(known)], 1_000).kind).toBe('new');
    const street = resolver.compare(elsewhere.signature, known.signature).terms.filter((t) => t.field === 'street');
    expect(street).toMatchObject([{ level: 'elsewhere', a: '8 roma', b: '8 roma', bits: 0 }]);
    // without a code the other town may be a part of the same one
    expect(resolver.compare(person(namesake).signature, known.signature).terms.map((t) => t.level)).not.toContain('elsewhere');
  });

  it('among many need more that agrees than among few', () => {
    const near = person({ givenName: 'Hiro', familyName: 'Kowsutor', emails: 'hk@new.example' });
    const decided = (entities: number): string => resolver.decide('person', near, self, [entityOf(known)], entities).kind;
    expect([0, 300, 20_000, 4_000_000].map(decided)).toEqual(['link', 'link', 'link', 'new']);
  });
});

describe('Chinese names', () => {
  const weights = weightsOf(shippedModels.find((m) => m.type === 'person') as (typeof shippedModels)[number]);
  const levels = (a: readonly string[], b: readonly string[]): readonly string[] => comparePersonNames(a, b, weights).map((f) => `${f.field} ${f.level}`);

  it('are not slips of one another because their Latin spellings, which are ours, are near', () => {
    expect(levels(['涛红|黄', 'taohong|huang'], ['涛英|黄', 'taoying|huang'])).toEqual(['given different', 'family equal']);
    expect(levels(['taohong|huang'], ['taohonng|huang'])).toEqual(['given slip', 'family equal']);
  });

  it('written whole beside their parts, also in Western order, are one name', () => {
    expect(person({ name: '伟芳 陈', givenName: '伟芳', familyName: '陈' }).signature.n).toEqual(['伟芳|陈', 'weifang|chen']);
    expect(person({ name: '陈伟芳', givenName: 'Weifang', familyName: 'Chen' }).signature.n).toContain('伟芳|陈');
  });

  it('with one pronunciation are alike, and meet their Latin spelling', () => {
    expect(levels(['晓明|王', 'xiaoming|wang'], ['小明|王', 'xiaoming|wang'])).toEqual(['given equal', 'family equal']);
    expect(levels(['小明|王', 'xiaoming|wang'], ['xiaoming|wang'])).toEqual(['given equal', 'family equal']);
  });

  it('are as common in Latin letters as all that are written so', () => {
    expect(weights.share('family', 'zhang')).toBeGreaterThanOrEqual(weights.share('family', '张'));
    expect(weights.rarity('family', 'equal', 'family', 'zhang')).toBeLessThanOrEqual(weights.rarity('family', 'equal', 'family', '张'));
  });
});
