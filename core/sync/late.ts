import type { ConnectionConfig, StreamConfig } from './config.ts';
import { scheduledAfter } from './schedule.ts';
import type { StreamState } from './stream-state.ts';

/** How long a stream has owed a pass, ms: since the pass under way began, or since the next was due by its schedule. 0 while none is owed; undefined for a paused stream and one that never began. */
export function lateMs(connection: Pick<ConnectionConfig, 'zone'>, stream: Pick<StreamConfig, 'schedule'>, state: StreamState, now: number): number | undefined {
  if (state.paused !== undefined || state.lastStartedAt === 0) return undefined;
  const underWay = state.pass !== undefined || state.lastEndedAt < state.lastStartedAt;
  const owedAt = underWay ? state.lastStartedAt : (scheduledAfter(connection, stream, state.lastStartedAt) ?? now);
  return Math.max(0, now - owedAt);
}
