import { leaksOf } from '../../core/receivables/book/conservation.ts';
import { stateHash } from '../../core/receivables/book/stateHash.ts';
import { Desk } from '../../core/receivables/desk/desk.ts';
import { playStory, replayed } from '../../core/receivables/desk/story.ts';
import type { Bar } from './receivablesBar.ts';

/** A small seeded generator (mulberry32): the stories are the same on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/** Conservation over random event orders: no leak after the story, and the same state hash when its facts are replayed in another order, some twice. */
export function conservationBar(orders: number): Bar {
  const next = random(20_260_301);
  const failures: string[] = [];
  for (let i = 0; i < orders; i += 1) {
    const steps = Array.from({ length: 10 + (next() % 25) }, () => ({ what: next(), which: next(), amount: next() }));
    const { desk, facts } = playStory(steps);
    const over = desk.exceptions().filter((e) => e.kind === 'over_applied' || e.kind === 'charged_back_but_applied');
    if (leaksOf(desk.book).length > 0 || over.length > 0) failures.push(`story ${i}: money leaks`);
    const order = Array.from({ length: facts.length }, next);
    if (stateHash(replayed(facts, order).book) !== stateHash(desk.book)) failures.push(`story ${i}: another order, another state`);
  }
  return {
    name: `conservation over ${orders.toLocaleString('en')} random event orders`,
    value: `${failures.length} failures`,
    bar: '0',
    ok: failures.length === 0,
    details: failures.slice(0, 10),
  };
}

/** How long one event takes to re-solve its bucket of 60 open items, worst case of each kind of receipt. */
export function timeBar(): Bar {
  const next = random(7);
  const times: number[] = [];
  for (let round = 0; round < 120; round += 1) {
    const desk = new Desk([{ id: 'c', names: ['Harbor Foods Inc'] }]);
    const amounts = Array.from({ length: 60 }, () => BigInt(10_000 + (next() % 5_000_000)));
    for (const [i, totalMinor] of amounts.entries()) {
      desk.load([
        { type: 'claim', claim: { id: `INV-${i}`, kind: 'invoice', company: '', party: 'c', currency: 'EUR', number: `INV-${i}`, totalMinor, due: '2026-01-31', version: 1 } },
      ]);
    }
    const planted = [...new Set([next() % 60, next() % 60, next() % 60, next() % 60])].reduce((sum, i) => sum + (amounts[i] ?? 0n), 0n);
    const amountMinor = round % 3 === 0 ? planted : round % 3 === 1 ? (amounts[5] as bigint) : BigInt(10_000 + (next() % 9_000_000));
    const receipt = { id: `r${round}`, company: '', currency: 'EUR', amountMinor, date: '2026-02-01', payer: 'Harbor Foods', text: '', version: 1 };
    const start = process.cpuUsage();
    desk.step({ type: 'receipt', receipt });
    const used = process.cpuUsage(start);
    if (round >= 12) times.push((used.user + used.system) / 1_000); // the first ones warm up
  }
  times.sort((a, b) => a - b);
  const [median, high] = [times[Math.floor(times.length / 2)] as number, times[Math.floor(times.length * 0.95)] as number];
  return {
    name: 'one event re-solves a bucket of 60 open items',
    value: `median ${median.toFixed(2)} ms, p95 ${high.toFixed(2)} ms of CPU`,
    bar: 'p95 ≤ 5 ms',
    ok: high <= 5,
    details: [`slowest ${times.at(-1)?.toFixed(2)} ms`],
  };
}
