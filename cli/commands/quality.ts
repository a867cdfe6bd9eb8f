import type { QualityView } from '../../core/sync/views/quality.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { streamQualityLines } from '../output/quality-lines.ts';
import { type Session, show } from '../session.ts';

/** `syncline quality [connection]`: how good the data of each system is. */
export async function quality(session: Session, connection: string | undefined): Promise<ExitCode> {
  const view = await session.client.get<QualityView>('/quality', { connection });
  show(session, view, (v) => v.streams.flatMap((stream) => streamQualityLines(stream, session.io)));
  return exitCodes.ok;
}
