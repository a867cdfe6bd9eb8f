import type { ReResolutionView } from '../../core/sync/views/re-resolve.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { reResolutionCounts, reResolutionLines } from '../output/re-resolve-lines.ts';
import { type Session, show } from '../session.ts';
import { untilEnded } from './until-ended.ts';

/** `syncline identity resolve <type>`: waits until it has ended. Exit code 1 when there are links that would not be made today, or when it was stopped. */
export async function resolveAgain(session: Session, type: 'person' | 'organization'): Promise<ExitCode> {
  const { io, client } = session;
  const path = `/resolutions/${type}`;
  const view = await untilEnded(session, await client.post<ReResolutionView>(path, {}), {
    again: () => client.get<ReResolutionView>(path),
    told: (v) => reResolutionCounts(v, io),
  });
  show(session, view, (v) => reResolutionLines(v, io));
  return view.state === 'done' && view.doubted === 0 ? exitCodes.ok : exitCodes.findings;
}
