import { describe, expect, test } from 'vitest';
import { type MakeHarness, main, on, other } from './harness.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What every blob store must do. */
export function blobsContract(name: string, make: MakeHarness): void {
  describe(`${name} blobs`, () => {
    test('bytes come back as they were put, the last put wins, and a delete is final and repeatable', () =>
      on(make, async ({ use }) => {
        await use(async ({ blobs }) => {
          const all = Uint8Array.from({ length: 256 }, (_, i) => i);
          await blobs.put(main, 'crm/contacts/1/abc', all);
          expect(await blobs.get(main, 'crm/contacts/1/abc')).toEqual(all);
          await blobs.put(main, 'crm/contacts/1/abc', bytes('second'));
          expect(new TextDecoder().decode(await blobs.get(main, 'crm/contacts/1/abc'))).toBe('second');
          await blobs.put(main, 'empty', new Uint8Array());
          expect((await blobs.get(main, 'empty'))?.byteLength).toBe(0);
          await blobs.delete(main, 'empty');
          await blobs.delete(main, 'empty');
          expect(await blobs.get(main, 'empty')).toBeUndefined();
        });
      }));

    test('what the caller does to its bytes afterwards changes nothing', () =>
      on(make, async ({ use }) => {
        await use(async ({ blobs }) => {
          const mine = bytes('before');
          await blobs.put(main, 'a', mine);
          mine.fill(0);
          expect(new TextDecoder().decode(await blobs.get(main, 'a'))).toBe('before');
        });
      }));

    test('paths below a prefix are listed in byte order, of one workspace only; odd names stay apart', () =>
      on(make, async ({ use }) => {
        const paths = ['crm/../x', 'crm/a b', 'crm/é', 'crm/😀', 'crm/\uffff', 'crm.', 'crn'];
        await use(async ({ blobs }) => {
          for (const path of paths) await blobs.put(main, path, bytes(path));
          await blobs.put(other, 'crm/theirs', bytes('x'));
          expect(await blobs.list(main, 'crm/')).toEqual(['crm/../x', 'crm/a b', 'crm/é', 'crm/\uffff', 'crm/😀']);
          expect((await blobs.list(main, '')).length).toBe(7);
          for (const path of paths) expect(new TextDecoder().decode(await blobs.get(main, path))).toBe(path);
        });
      }));

    test('an empty or endless path is refused with a RangeError', () =>
      on(make, async ({ use }) => {
        for (const path of ['', 'x'.repeat(1_000)]) await expect(use(({ blobs }) => blobs.put(main, path, bytes('x')))).rejects.toThrow(RangeError);
      }));
  });
}
