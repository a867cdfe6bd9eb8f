import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BankLine, BankStatement } from '../model/statement.ts';
import { countedLines, emptyLineBook, importStatements, type LineBook } from './lineBook.ts';

function line(parts: Partial<BankLine> = {}): BankLine {
  return { date: '2026-03-01', amountMinor: 1_000n, currency: 'EUR', written: '10.00', status: 'booked', text: 'x', ...parts };
}

function statement(lines: readonly BankLine[], parts: Partial<BankStatement> = {}): BankStatement {
  return { account: 'A', currency: 'EUR', kind: 'statement', lines, controls: [], ...parts };
}

const counted = (book: LineBook): bigint => countedLines(book).reduce((sum, l) => sum + l.line.amountMinor, 0n);

describe('importStatements', () => {
  it('adds nothing when a file comes twice, and keeps two equal real payments', () => {
    const file = [statement([line(), line(), line({ bankId: 'B1' })])];
    const first = importStatements(emptyLineBook, file);
    expect(first.added).toHaveLength(3);
    const second = importStatements(first.book, file);
    expect([second.added.length, second.known]).toEqual([0, 3]);
    expect(counted(second.book)).toBe(3_000n);
  });

  it('keeps lines apart that a bank numbers from 1 in every statement', () => {
    const first = importStatements(emptyLineBook, [statement([line({ bankId: '1' })])]);
    const second = importStatements(first.book, [statement([line({ bankId: '1', date: '2026-03-02' })])]);
    expect(second.added).toHaveLength(1);
  });

  it('adds only new lines of overlapping files, in any order and however often', () => {
    const days = fc.array(fc.record({ day: fc.integer({ min: 1, max: 9 }), amount: fc.integer({ min: -3, max: 3 }) }), { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(days, fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })), { maxLength: 6 }), (entries, windows) => {
        const lines = entries.map((e) => line({ date: `2026-03-0${e.day}`, amountMinor: BigInt(e.amount) })).sort((a, b) => (a.date < b.date ? -1 : 1));
        const cut = (from: number, to: number): BankStatement => statement(lines.filter((l) => l.date >= `2026-03-0${from}` && l.date <= `2026-03-0${to}`));
        let book = emptyLineBook;
        for (const [a, b] of [...windows, [1, 9] as const]) book = importStatements(book, [cut(Math.min(a, b), Math.max(a, b))]).book;
        expect(book.lines.size).toBe(lines.length);
        expect(counted(book)).toBe(lines.reduce((sum, l) => sum + l.amountMinor, 0n));
      }),
    );
  });

  it('counts money once when a pending line is booked under another id', () => {
    const pending = importStatements(emptyLineBook, [statement([line({ status: 'pending', bankId: 'P9', endToEndId: 'E1' })], { kind: 'interim' })]);
    expect(counted(pending.book)).toBe(0n);
    const booked = importStatements(pending.book, [statement([line({ date: '2026-03-02', bankId: 'B9', endToEndId: 'E1' })])]);
    expect(counted(booked.book)).toBe(1_000n);
    expect([...booked.book.links.values()].map((l) => l.kind)).toEqual(['supersededBy']);
  });

  it('does not guess between two bookings that both fit', () => {
    const pending = importStatements(emptyLineBook, [statement([line({ status: 'pending' })])]);
    const booked = importStatements(pending.book, [statement([line(), line()])]);
    expect(booked.book.links.size).toBe(0);
    expect(counted(booked.book)).toBe(2_000n);
  });

  it('counts a batch once, also when its parts and a notification come as lines of their own', () => {
    const parts = [
      { amountMinor: 400n, currency: 'EUR', endToEndId: 'E1', text: '' },
      { amountMinor: 600n, currency: 'EUR', endToEndId: 'E2', text: '' },
    ];
    let { book } = importStatements(emptyLineBook, [statement([line({ parts, bankId: 'B1' })])]);
    book = importStatements(book, [statement([line({ bankId: 'B1', text: 'again' })], { kind: 'notification' })]).book;
    book = importStatements(book, [statement([line({ amountMinor: 400n, endToEndId: 'E1' }), line({ amountMinor: 600n, endToEndId: 'E2' })], { kind: 'notification' })]).book;
    expect(counted(book)).toBe(1_000n);
    expect([...book.links.values()].every((l) => l.kind === 'partOf')).toBe(true);
  });
});
