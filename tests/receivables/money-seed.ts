import { swarm } from '../../adapters/simulated/faults.ts';
import { Random } from '../../adapters/simulated/random.ts';
import { verifyPeriod } from '../../core/receivables/table/period.ts';
import { readPeriod } from '../../core/receivables/table/read.ts';
import { recount } from '../../core/receivables/table/recount.ts';
import { actOf, type MoneyStep, nameAll } from './money-story.ts';
import { type MoneyWorld, moneyWorld } from './money-world.ts';

const stepMs = 300;
/** Settling takes three virtual minutes each. */
const restRounds = 3;

/** What became of the books of one story. */
export interface MoneyResult {
  /** In words; none when everything held. */
  readonly wrong: readonly string[];
  readonly documents: number;
  readonly steps: number;
  readonly faults: number;
}

/** Invoices, receipts, credits, approvals, undos, charge-backs, write-offs and closes, as a seed draws them. */
export function drawStory(seed: number): readonly MoneyStep[] {
  const random = new Random(seed, 'story');
  return Array.from({ length: random.int(4, 22) }, () => ({ what: random.int(0, 9_999), which: random.int(0, 9_999), amount: random.int(0, 9_999) }));
}

/** Lets a story happen to the books while workers crash, repeat and race, heals everything, and adds up. The same seed and story give the same run. */
export async function tellStory(seed: number, story: readonly MoneyStep[]): Promise<MoneyResult> {
  const books = moneyWorld(seed, swarm(new Random(seed, 'mix')));
  books.insist('names', nameAll);
  for (const [at, step] of story.entries()) {
    books.sim.at(at * stepMs, () => books.insist(`step${at}`, actOf(step, at)));
    if (step.amount % 4 === 0) books.sim.at(at * stepMs + stepMs / 2, () => books.insist(`again${at}`, actOf(step, at)));
  }
  await books.sim.run(books.sim.now() + story.length * stepMs + 60_000);
  const faults = [...Object.values(books.sim.faults())].reduce((sum, n) => sum + n, 0);
  await books.settle();
  const { leaks, scope, stateHash } = await books.ask((world) => recount(world, 'x'));
  const wrong = leaks.map((leak) => `money is not conserved: ${JSON.stringify(leak, (_, v) => (typeof v === 'bigint' ? String(v) : v))}`);
  const [expected, there] = [receiptsOf(story), new Set([...scope.documents.keys()].filter((name) => name.startsWith('receipt#')))];
  wrong.push(...expected.filter((name) => !there.has(name)).map((name) => `${name} is lost`));
  wrong.push(...[...there].filter((name) => !expected.includes(name)).map((name) => `${name} was never received`));
  const period = (await books.ask((world) => readPeriod(world, 'x'))).value;
  if (period?.state === 'closed' && (await books.ask((world) => verifyPeriod(world, period))) !== 'same') wrong.push('a closed period is not what it was');
  if (!(await rests(books, stateHash))) wrong.push(`the books still change after ${restRounds} times three quiet minutes`);
  return { wrong, documents: scope.documents.size, steps: story.length, faults };
}

/** What was held up by a lagging list is looked at again some minutes later; then nothing happens without an event. */
async function rests(books: MoneyWorld, hash: string): Promise<boolean> {
  for (let [round, before] = [0, hash]; round < restRounds; round += 1) {
    await books.settle();
    const { leaks, stateHash } = await books.ask((world) => recount(world, 'x'));
    if (leaks.length > 0) return false;
    if (stateHash === before) return true;
    before = stateHash;
  }
  return false;
}

/** Money that must be there at the end, whatever happened to its workers. */
function receiptsOf(story: readonly MoneyStep[]): string[] {
  return story.flatMap(({ what }, at) => ([3, 4, 5].includes(what % 11) ? [`receipt#r${at}`] : []));
}
