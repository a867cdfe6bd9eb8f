import type { StatusView } from '../../core/sync/views/status.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { statusLines } from '../output/status-lines.ts';
import { type Session, show } from '../session.ts';

/** `syncline status`: is it synced. Exit code 1 when something is red: a paused route or connection, a failing stream, open failures. */
export async function status(session: Session): Promise<ExitCode> {
  const view = await session.client.get<StatusView>('/status');
  show(session, view, (v) => statusLines(v, session.io));
  return isHealthy(view) ? exitCodes.ok : exitCodes.findings;
}

/** Nothing needs a person. */
export function isHealthy(view: StatusView): boolean {
  const streams = view.connections.flatMap((connection) => connection.streams);
  return (
    view.failures.open === 0 &&
    view.routes.every((route) => route.state !== 'paused') &&
    view.connections.every((connection) => connection.state === 'ok') &&
    streams.every((stream) => stream.state !== 'failing')
  );
}
