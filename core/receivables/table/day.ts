import type { World } from '../../sync/world.ts';

/** Today where the workspace is, `YYYY-MM-DD`: a booking day has no hours. */
export function today(world: Pick<World, 'clock' | 'config'>): string {
  return dayAt(world, world.clock.now());
}

/** The day a moment falls on where the workspace is. */
export function dayAt(world: Pick<World, 'config'>, at: number): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: world.config.zone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at);
  const part = (type: string): string => parts.find((p) => p.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}
