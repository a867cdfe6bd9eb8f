import { Cron } from 'croner';
import type { ConnectionConfig, StreamConfig } from './config.ts';

/** When a stream's schedule asks for the first pass after a moment, ms, in its connection's zone; undefined when it never does again. */
export function scheduledAfter(connection: Pick<ConnectionConfig, 'zone'>, stream: Pick<StreamConfig, 'schedule'>, after: number): number | undefined {
  return new Cron(stream.schedule, { timezone: connection.zone }).nextRun(new Date(after))?.getTime();
}
