import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { isPlausibleInstant } from '../../core/model/time.ts';
import { type MakeHarness, on } from './harness.ts';

/** The name and text of a secret that a harness must have been given. */
export const knownSecret = { name: 'crm-password', text: 'correct horse' } as const;

/** What every clock must do. */
export function clockContract(name: string, make: MakeHarness): void {
  test(`${name} clock gives whole, plausible milliseconds`, () =>
    on(make, async ({ use }) => {
      const now = await use(async ({ clock }) => clock.now());
      expect([Number.isInteger(now), isPlausibleInstant(now)]).toEqual([true, true]);
    }));
}

/** What every source of names must do. */
export function idsContract(name: string, make: MakeHarness): void {
  test(`${name} ids are labelled, 22 characters of base64url, and never the same`, () =>
    on(make, async ({ use }) => {
      const names = await use(async ({ ids }) => Array.from({ length: 2_000 }, () => ids.fresh('run')));
      expect(new Set(names).size).toBe(2_000);
      for (const fresh of names) expect(fresh).toMatch(/^run_[A-Za-z0-9_-]{22}$/);
    }));
}

/** What every secret store must do; the harness holds {@link knownSecret}. */
export function secretsContract(name: string, make: MakeHarness): void {
  describe(`${name} secrets`, () => {
    test('a secret is found by name, and one that is not there is undefined', () =>
      on(make, async ({ use }) => {
        const [known, unknown] = await use(({ secrets }) => Promise.all([secrets.get(knownSecret.name), secrets.get('nobody')]));
        expect(known?.reveal()).toBe(knownSecret.text);
        expect(unknown).toBeUndefined();
      }));

    test('a secret shows in no text', () =>
      on(make, async ({ use }) => {
        const known = await use(({ secrets }) => secrets.get(knownSecret.name));
        expect(`${known} ${JSON.stringify({ known })} ${inspect(known)}`).not.toContain(knownSecret.text);
      }));
  });
}
