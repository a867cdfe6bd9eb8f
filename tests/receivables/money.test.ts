import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calm } from '../../adapters/simulated/faults.ts';
import { approve } from '../../core/receivables/answers/decide.ts';
import { proposals } from '../../core/receivables/answers/proposals.ts';
import { undo } from '../../core/receivables/answers/undo.ts';
import { recordClaim } from '../../core/receivables/table/record.ts';
import { recount } from '../../core/receivables/table/recount.ts';
import { solveReceipts } from '../../core/receivables/table/solve.ts';
import type { World } from '../../core/sync/world.ts';
import { tellStory } from './money-seed.ts';
import { claimAt, type MoneyStep, nameAll, receiptAt, take } from './money-story.ts';
import { booksConfig, moneyWorld } from './money-world.ts';

const steps = fc.array(fc.record({ what: fc.nat(10_000), which: fc.nat(10_000), amount: fc.nat(10_000) }), { minLength: 4, maxLength: 22 });
const timeout = 120_000;

describe('money in the table', { timeout }, () => {
  it('is conserved over random events with crashes, duplicates and workers that race, and a closed period stays what it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(100_000), steps, async (seed, story) => {
        expect((await tellStory(seed, story)).wrong).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  it('told again changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(100_000), steps, async (seed, story) => {
        const books = moneyWorld(seed);
        await books.ask(nameAll);
        const told = story.map(telling);
        for (const one of told) await books.ask(one);
        await books.settle();
        const before = await books.ask((world) => recount(world, 'x'));
        for (const one of [...told].reverse()) await books.ask(one);
        await books.settle();
        expect((await books.ask((world) => recount(world, 'x'))).stateHash).toBe(before.stateHash);
      }),
      { numRuns: 30 },
    );
  });

  it('undone is as it was before, and the same is not offered again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(100_000), steps, async (seed, story) => {
        const manual = { ...booksConfig, automatic: false, twoPeopleAbove: {} };
        const books = moneyWorld(seed, undefined, manual);
        await books.ask(nameAll);
        for (const [at, step] of story.entries()) await books.ask(telling(step, at));
        await books.settle();
        const { receipts } = await books.ask((world) => proposals(world, manual));
        for (const { receipt, proposals: offered } of receipts) {
          const [first] = offered;
          if (first === undefined || first.needsTwo) continue;
          const before = await books.ask((world) => recount(world, 'x'));
          const done = await books.ask((world) => approve(world, manual, { receipt, proposal: first.id, remember: false }, { id: 'ann', name: 'ann' }));
          if (!done.ok) continue;
          const [match] = done.value.matches;
          await books.ask((world) => undo(world, manual, { match: match?.id ?? '', reason: 'wrong' }, { id: 'ann', name: 'ann' }));
          await books.settle();
          const after = await books.ask((world) => recount(world, 'x'));
          expect(after.stateHash).toBe(before.stateHash);
          const again = (await books.ask((world) => proposals(world, manual))).receipts.find((r) => r.receipt === receipt);
          expect((again?.proposals ?? []).map((p) => p.id)).not.toContain(first.id);
          return;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is given once, in whatever order two workers on one bucket meet', async () => {
    for (let seed = 0; seed < 150; seed += 1) {
      const books = moneyWorld(seed, { ...calm, latencyMsMax: 30, duplicate: 0.5 });
      await books.ask(nameAll);
      const invoice = claimAt({ what: 0, which: 0, amount: 4 });
      await books.ask((world) => recordClaim(world, invoice));
      const twin = { ...receiptAt({ what: 3, which: 0, amount: 4 }, 1), amountMinor: invoice.totalMinor };
      await books.ask((world) => take(world, twin));
      await books.ask((world) => take(world, { ...twin, id: 'r2' }));
      for (const id of ['r1', 'r2', 'r1']) books.insist(`solve ${id}`, (world) => solveReceipts(world, booksConfig, { company: 'x', currency: 'EUR' }, [id]));
      await books.settle();
      const { leaks, book } = await books.ask((world) => recount(world, 'x'));
      expect(leaks).toEqual([]);
      expect([book.openMinor(invoice.id), book.unappliedMinor('r1') + book.unappliedMinor('r2')]).toEqual([0n, invoice.totalMinor]);
    }
  });
});

/** Tells of a document, as a sync or an import does. */
const telling =
  (step: MoneyStep, at: number) =>
  async (world: World): Promise<void> => {
    if (step.what % 2 === 0) await recordClaim(world, claimAt(step));
    else await take(world, receiptAt(step, at));
  };
