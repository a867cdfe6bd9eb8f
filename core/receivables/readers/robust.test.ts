import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInvoice } from './readInvoice.ts';
import { readStatements } from './readStatements.ts';
import { bai2, camt, mt940, ofx } from './samples.ts';

const files = [camt(), mt940(), ofx(), bai2(), 'date,amount,currency,balance\n2026-01-01,5.00,EUR,5.00\n2026-01-02,6.00,EUR,11.00\n'].map((text) => new TextEncoder().encode(text));

describe('a damaged file', () => {
  it('is read or refused by name, never a crash and never a silent zero', () => {
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.nat(), fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }), (file, cut, changes) => {
        const damaged = file.slice(0, cut % (file.length + 1));
        for (const [at, value] of changes) if (damaged.length > 0) damaged[at % damaged.length] = value;
        const read = readStatements(damaged, 'x');
        expect(read.refused !== undefined || read.statements.length > 0).toBe(true);
        const invoice = readInvoice(damaged, 'x');
        expect(invoice.refused !== undefined || invoice.invoices.length > 0).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('with a control total that is no number does not hold, and is read all the same', () => {
    const damaged = bai2().replace(/^(49,[^,]*,)\d+/m, '$1:');
    const [statement] = readStatements(new TextEncoder().encode(damaged), 'x').statements;
    expect(statement?.controls).toContainEqual({ name: '49 records', ok: false, said: ':', read: '5' });
  });

  it('of any bytes is refused by name', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (junk) => readStatements(junk, 'x').refused !== undefined),
      { numRuns: 200 },
    );
  });
});
