import { dayMs, hourMs, minuteMs, secondMs } from '../../core/model/time.ts';

const units: Readonly<Record<string, number>> = { s: secondMs, m: minuteMs, h: hourMs, d: dayMs, w: 7 * dayMs };

/** Longer waits are a mistake: tombstones live 400 days. */
export const patienceDaysMax = 400;

/** `90s`, `30m`, `12h`, `7d`, `2w` in milliseconds; undefined for anything else or over {@link patienceDaysMax}. */
export function durationMs(text: string): number | undefined {
  const match = /^([1-9]\d{0,6})([smhdw])$/.exec(text);
  if (!match) return undefined;
  const ms = Number(match[1]) * (units[match[2] as string] as number);
  return ms <= patienceDaysMax * dayMs ? ms : undefined;
}
