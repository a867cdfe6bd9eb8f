import { setTimeout as sleep } from 'node:timers/promises';
import { progress } from '../output/progress.ts';
import type { Session } from '../session.ts';

/** Between two looks at what runs. */
const lookMs = 200;

/** Looks again and again until what a person began has ended, or nobody waits any longer (`waitMs`), and tells meanwhile how far it is. */
export async function untilEnded<View extends { readonly state: string }>(
  { io }: Session,
  begun: View,
  how: { readonly again: (view: View) => Promise<View>; readonly told: (view: View) => string; readonly waitMs?: number },
): Promise<View> {
  const bar = progress(io);
  const until = io.now() + (how.waitMs ?? Number.POSITIVE_INFINITY);
  let view = begun;
  while (view.state === 'running' && io.now() < until) {
    bar.show(how.told(view));
    await sleep(lookMs);
    view = await how.again(view);
  }
  bar.clear();
  return view;
}
