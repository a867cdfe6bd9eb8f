import { Cron } from 'croner';

/** Why a text is not a cron with five fields in the zone; undefined when it is one that ever comes. */
export function scheduleFault(cron: string, zone: string): 'fields' | 'syntax' | 'never' | undefined {
  if (cron.trim().split(/\s+/).length !== 5) return 'fields';
  try {
    const pattern = new Cron(cron, { timezone: zone, paused: true, mode: '5-part' });
    return pattern.nextRun() === null ? 'never' : undefined;
  } catch {
    return 'syntax';
  }
}
