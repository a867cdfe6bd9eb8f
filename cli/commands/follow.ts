import { setTimeout as sleep } from 'node:timers/promises';
import type { RunView } from '../../core/sync/views/runs.ts';
import type { Client } from '../client.ts';

/** First and longest pause between two looks: quick for small runs, no load for long ones. */
const lookMs = { first: 40, longest: 1_000 } as const;

/** Follows a run until its passes have ended and, when asked, everything that followed from them is done. */
export async function follow(client: Client, begun: RunView, options: { readonly settled: boolean; readonly onStep: (run: RunView) => void }): Promise<RunView> {
  let [run, pause] = [begun, lookMs.first as number];
  while (run.state === 'running' || (options.settled && !run.settled && run.state === 'done')) {
    options.onStep(run);
    await sleep(pause);
    pause = Math.min(lookMs.longest, pause * 1.5);
    run = await client.get<RunView>(`/syncs/${encodeURIComponent(begun.id)}`);
  }
  return run;
}
