import { setTimeout as sleep } from 'node:timers/promises';
import type { RunView } from '../../core/sync/views/runs.ts';
import type { Client } from '../client.ts';

/** First and longest pause between two looks: quick for small runs, no load for long ones. */
const lookMs = { first: 40, longest: 1_000 } as const;

/** How a run is followed. */
export interface Following {
  /** Until everything that follows from its passes is done, too. */
  readonly settled: boolean;
  readonly onStep: (run: RunView) => void;
  /** Ends the following between two looks: none is under way when it returns. */
  readonly stop?: { readonly when: Promise<undefined>; readonly done: boolean };
}

/** Follows a run until its passes have ended and, when asked, everything that followed from them is done; gives it as it was seen last. */
export async function follow(client: Client, begun: RunView, options: Following): Promise<RunView> {
  let [run, pause] = [begun, lookMs.first as number];
  while (run.state === 'running' || (options.settled && !run.settled && run.state === 'done')) {
    options.onStep(run);
    await (options.stop === undefined ? sleep(pause) : Promise.race([sleep(pause), options.stop.when]));
    if (options.stop?.done === true) return run;
    pause = Math.min(lookMs.longest, pause * 1.5);
    run = await client.get<RunView>(`/syncs/${encodeURIComponent(begun.id)}`);
  }
  return run;
}
