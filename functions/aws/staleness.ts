import { readStreamState } from '../../core/sync/stream-state.ts';
import type { World } from '../../core/sync/world.ts';

/** The metric that tells how long the stalest stream of a workspace has not ended a pass, minutes. */
export const stalenessMetric = { namespace: 'Syncline', metricName: 'StaleMinutes' } as const;

/** Minutes since the last pass of each enabled stream ended; paused streams and those that never ran are left out. */
async function stalenessOf(world: World): Promise<readonly { readonly stream: string; readonly minutes: number }[]> {
  const now = world.clock.now();
  const streams = world.config.connections.flatMap((connection) => connection.streams.filter((s) => s.enabled).map((s) => [connection.name, s.name] as const));
  const found = await Promise.all(
    streams.map(async ([connection, stream]) => {
      const { state } = await readStreamState(world, connection, stream);
      if (state.paused !== undefined || state.lastEndedAt === 0) return [];
      return [{ stream: `${connection}.${stream}`, minutes: Math.max(0, Math.round((now - state.lastEndedAt) / 60_000)) }];
    }),
  );
  return found.flat();
}

/** Log lines that CloudWatch takes as metrics (embedded metric format): one value per stream, and the worst per workspace. */
export async function stalenessLines(world: World): Promise<readonly string[]> {
  const streams = await stalenessOf(world);
  const line = (dimensions: Readonly<Record<string, string>>, minutes: number): string =>
    JSON.stringify({
      _aws: {
        Timestamp: world.clock.now(),
        CloudWatchMetrics: [{ Namespace: stalenessMetric.namespace, Dimensions: [Object.keys(dimensions)], Metrics: [{ Name: stalenessMetric.metricName, Unit: 'Count' }] }],
      },
      ...dimensions,
      [stalenessMetric.metricName]: minutes,
    });
  const Workspace = world.config.workspace;
  const worst = streams.reduce((max, { minutes }) => Math.max(max, minutes), 0);
  return [line({ Workspace }, worst), ...streams.map(({ stream, minutes }) => line({ Workspace, Stream: stream }, minutes))];
}
