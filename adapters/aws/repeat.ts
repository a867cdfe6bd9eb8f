import pRetry from 'p-retry';
import { throttledError } from './faults.ts';

/** The SDK repeats calls that failed whole; this repeats what a call left undone: 50, 100, 200, 400 ms, each up to doubled by chance. */
const pauses = { retries: 4, minTimeout: 50, factor: 2, maxTimeout: 1_000, randomize: true } as const;

/** Runs `step` until it says that nothing is left, at most five times; resolves to whether it got there. */
export async function repeat(step: () => Promise<'done' | 'left'>): Promise<'done' | 'left'> {
  const unfinished = throttledError();
  try {
    return await pRetry(
      async () => {
        if ((await step()) === 'left') throw unfinished;
        return 'done' as const;
      },
      { ...pauses, shouldRetry: ({ error }) => error === unfinished },
    );
  } catch (error) {
    if (error === unfinished) return 'left';
    throw error;
  }
}
