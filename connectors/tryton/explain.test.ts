import { describe, expect, test } from 'vitest';
import type { Json } from '../../core/model/json.ts';
import { explain, faultOfAnswer, faultOfResponse, withoutValues } from './explain.ts';

const user = (message: string): Json => ['UserError', [message, '', null]];

describe('what Tryton says', () => {
  test.each<[Json, string]>([
    [['ConcurrencyException', 'Records were modified in the meanwhile'], 'conflict'],
    [user('You are trying to write to records "7, 9999" of "Party" that don\'t exist anymore.'), 'missing'],
    [user('The code on party must be unique.'), 'duplicate'],
    [user('You are not allowed to access "Party".'), 'auth'],
    [user('The European VAT Number "DE123" for party "x" is not valid.'), 'invalid'],
    [['UserWarning', ['key', 'Are you sure?', '']], 'invalid'],
    [["'no.such'", ''], 'schema'],
    [["Database '/srv/db/x.sqlite' doesn't exist!", ''], 'auth'],
    [['LoginException', ['password', 'Password for admin', 'password']], 'auth'],
  ])('%j is a fault of kind %s', (error, kind) => {
    const told = faultOfAnswer(error);
    expect(told.kind).toBe(kind);
    expect(told.message.zh).not.toBe('');
  });

  test('values are left out of the sentence, names of fields stay', () => {
    expect(withoutValues('The value "secret@example.test" for field "Type" in "Contact Mechanism" is not valid.')).toBe(
      'The value "…" for field "Type" in "Contact Mechanism" is not valid.',
    );
    expect(JSON.stringify(faultOfAnswer(user('The European VAT Number "DE123" for party "Anna" is not valid.')))).not.toMatch(/DE123|Anna/);
    expect(JSON.stringify(faultOfAnswer(["Database '/srv/db/x.sqlite' doesn't exist!", '']))).not.toContain('/srv');
  });

  test.each([
    [401, 'auth'],
    [403, 'auth'],
    [404, 'auth'],
    [413, 'too-large'],
    [302, 'transient'],
  ])('HTTP %i is %s', (status, kind) => {
    expect(faultOfResponse({ status, headers: {}, body: new Uint8Array() })?.kind).toBe(kind);
  });

  test('HTTP 200 alone is no fault, and anything thrown is one', () => {
    expect(faultOfResponse({ status: 200, headers: {}, body: new Uint8Array() })).toBeUndefined();
    expect(explain(new Error('x')).kind).toBe('unknown');
  });
});
