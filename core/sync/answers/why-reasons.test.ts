import { describe, expect, it } from 'vitest';
import type { FieldPolicy } from '../config.ts';
import type { GoldenField } from '../entity.ts';
import { lossReason, type Voice, winReason } from './why-reasons.ts';

const latest: FieldPolicy = { by: 'latest' };
const owner: FieldPolicy = { by: 'rank', connections: ['erp'] };
const rank: FieldPolicy = { by: 'rank', connections: ['erp', 'crm'] };

const voice = (ref: string, value: string | null, more: Partial<Voice> = {}): Voice => ({ ref, value, isDead: false, yields: false, ...more });
const golden = (ref: string, value: string | null, rule: GoldenField['rule']): GoldenField => ({ ref, value, rule, stamp: { at: 1, ref } });
const crm = 'crm/customers/1';
const erp = 'erp/parties/1';

describe('a value won because', () => {
  it.each([
    ['a person set it', golden('Ann', 'x', 'pin'), latest, [], 'Ann set it above all systems.'],
    ['the field is frozen', golden(crm, 'x', 'freeze'), latest, [], 'Frozen by Bob: it waits for an approval.'],
    ['its system owns the field', golden(erp, 'x', 'rank'), owner, [], 'erp owns this field.'],
    ['its system ranks first', golden(crm, 'x', 'rank'), rank, [], 'crm ranks first of those that have a value (erp > crm).'],
    ['nobody ranked says anything', golden('crm/customers/9', 'x', 'fallback'), owner, [], 'erp says nothing, so the latest of the others counts.'],
    ['only it says something', golden(crm, 'x', 'latest'), latest, [voice(crm, 'x')], 'Only crm says something.'],
    ['all say the same', golden(crm, 'x', 'latest'), latest, [voice(crm, 'x'), voice(erp, 'x')], 'crm and erp say the same.'],
    ['it is the latest', golden(crm, 'x', 'latest'), latest, [voice(crm, 'x'), voice(erp, 'y')], 'crm changed it last.'],
    ['empty leaves it to others', golden(crm, 'x', 'latest'), latest, [voice(crm, 'x'), voice(erp, null, { yields: true })], 'Only crm says something.'],
    ['its record is gone and nobody else speaks', golden(crm, 'x', 'dead'), latest, [], 'The last value before its record was deleted in crm; nobody else has one.'],
  ] as const)('%s', (_, won, policy, voices, text) => {
    expect(winReason(voices, won, policy, 'Bob').en).toBe(text);
    expect(winReason(voices, won, policy, 'Bob').zh).toMatch(/\p{Script=Han}/u);
  });
});

describe('a value lost because', () => {
  it.each([
    ['the mapping cannot read it', voice(crm, 'y', { value: undefined }), golden(erp, 'x', 'latest'), latest, 'The mapping cannot read this value any more, so it does not count.'],
    ['its record was deleted', voice(crm, 'y', { isDead: true }), golden(erp, 'x', 'latest'), latest, 'Its record was deleted in crm.'],
    ['it says the same', voice(crm, 'x'), golden(erp, 'x', 'rank'), owner, 'Says the same.'],
    ['it is empty and yields', voice(crm, null, { yields: true }), golden(erp, 'x', 'latest'), latest, 'Empty there, which leaves the field to others.'],
    ['a person decided', voice(crm, 'y'), golden('Ann', 'x', 'pin'), latest, 'Ann set another value above all systems.'],
    ['the field is frozen', voice(crm, 'y'), golden(erp, 'x', 'freeze'), latest, 'The field is frozen until an approval.'],
    ['another system owns the field', voice(crm, 'y'), golden(erp, 'x', 'rank'), owner, 'erp owns this field.'],
    ['another ranks above', voice(crm, 'y'), golden(erp, 'x', 'rank'), rank, 'erp ranks above crm.'],
    ['another was later', voice(crm, 'y'), golden(erp, 'x', 'latest'), latest, 'erp changed it later.'],
    ['its own twin was later', voice(crm, 'y'), golden('crm/customers/2', 'x', 'latest'), latest, 'Another record of crm was changed later.'],
  ] as const)('%s', (_, lost, won, policy, text) => {
    expect(lossReason(lost, won, policy).en).toBe(text);
    expect(lossReason(lost, won, policy).zh).toMatch(/\p{Script=Han}/u);
  });
});
