import { parentPort } from 'node:worker_threads';
import { type Explored, explore } from './explore.ts';
import { startRace } from './race.ts';
import { races } from './races.ts';

/** A race that was tried whole, and how long that took. */
export interface Tried extends Explored {
  readonly race: string;
  readonly seconds: number;
}

/** Executions of one race; more is a sign that its workers do too much to be tried whole. */
const executionsMax = 50_000;

/** A thread that tries the races it is told the names of, one after the other. */
parentPort?.on('message', async (name: string) => {
  const race = races.find((r) => r.name === name);
  if (race === undefined) throw new Error(`there is no race ${name}`);
  const from = performance.now();
  const explored = await explore(() => startRace(race), executionsMax);
  const tried: Tried = { race: name, ...explored, seconds: (performance.now() - from) / 1000 };
  parentPort?.postMessage(tried);
});
