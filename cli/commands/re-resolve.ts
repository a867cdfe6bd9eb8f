import { setTimeout as sleep } from 'node:timers/promises';
import type { ReResolutionView } from '../../core/sync/views/re-resolve.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { progress } from '../output/progress.ts';
import { reResolutionCounts, reResolutionLines } from '../output/re-resolve-lines.ts';
import { type Session, show } from '../session.ts';

/** Between two looks at a run. */
const lookMs = 200;

/** `syncline identity resolve <type>`: waits until it has ended. Exit code 1 when there are links that would not be made today, or when it was stopped. */
export async function resolveAgain(session: Session, type: 'person' | 'organization'): Promise<ExitCode> {
  const { io, client } = session;
  const bar = progress(io);
  let view = await client.post<ReResolutionView>(`/resolutions/${type}`, {});
  while (view.state === 'running') {
    bar.show(reResolutionCounts(view, io));
    await sleep(lookMs);
    view = await client.get<ReResolutionView>(`/resolutions/${type}`);
  }
  bar.clear();
  show(session, view, (v) => reResolutionLines(v, io));
  return view.state === 'done' && view.doubted === 0 ? exitCodes.ok : exitCodes.findings;
}
