import { lateMs } from '../../core/sync/late.ts';
import { readStreamState } from '../../core/sync/stream-state.ts';
import type { World } from '../../core/sync/world.ts';

/** The metric that tells how long a stream has owed a pass, minutes. Its namespace is the installation's, so that two in one account are told apart. */
export const stalenessMetric = 'StaleMinutes';

/** Minutes for which each enabled stream has owed a pass; paused streams and those that never began are left out. */
async function stalenessOf(world: World): Promise<readonly { readonly stream: string; readonly minutes: number }[]> {
  const now = world.clock.now();
  const streams = world.config.connections.flatMap((connection) => connection.streams.filter((s) => s.enabled).map((stream) => ({ connection, stream })));
  const found = await Promise.all(
    streams.map(async ({ connection, stream }) => {
      const { state } = await readStreamState(world, connection.name, stream.name);
      const late = lateMs(connection, stream, state, now);
      return late === undefined ? [] : [{ stream: `${connection.name}.${stream.name}`, minutes: Math.round(late / 60_000) }];
    }),
  );
  return found.flat();
}

/** Log lines that CloudWatch takes as metrics (embedded metric format): one value per stream, and the worst per workspace. */
export async function stalenessLines(world: World, namespace: string): Promise<readonly string[]> {
  const streams = await stalenessOf(world);
  const line = (dimensions: Readonly<Record<string, string>>, minutes: number): string =>
    JSON.stringify({
      _aws: {
        Timestamp: world.clock.now(),
        CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [Object.keys(dimensions)], Metrics: [{ Name: stalenessMetric, Unit: 'Count' }] }],
      },
      ...dimensions,
      [stalenessMetric]: minutes,
    });
  const Workspace = world.config.workspace;
  const worst = streams.reduce((max, { minutes }) => Math.max(max, minutes), 0);
  return [line({ Workspace }, worst), ...streams.map(({ stream, minutes }) => line({ Workspace, Stream: stream }, minutes))];
}
