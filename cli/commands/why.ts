import type { WhyView } from '../../core/sync/views/why.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { whyLines } from '../output/why-lines.ts';
import { type Session, show } from '../session.ts';

/** `syncline why <entity | connection/stream/id>`. */
export async function why(session: Session, subject: string): Promise<ExitCode> {
  const view = await session.client.get<WhyView>('/why', { subject });
  show(session, view, (v) => whyLines(v, session.io));
  return exitCodes.ok;
}
