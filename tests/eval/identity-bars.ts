/** One bar: what was wanted, what was reached. */
export interface Bar {
  readonly name: string;
  readonly goal: string;
  readonly value: number;
  readonly reached: boolean;
  readonly detail: string;
}

/** A bar that is reached from `goal` upwards. */
export function atLeast(name: string, value: number, goal: number, detail: string): Bar {
  return { name, goal: `≥ ${goal}`, value, reached: value >= goal, detail };
}

/** A bar that is reached up to `goal`. */
export function atMost(name: string, value: number, goal: number, detail: string): Bar {
  return { name, goal: `≤ ${goal}`, value, reached: value <= goal, detail };
}

/** A table of bars for a terminal. */
export function printed(bars: readonly Bar[]): string {
  const number = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(4));
  return bars.map((b) => `${b.reached ? 'ok  ' : 'MISS'} ${b.name.padEnd(44)} ${number(b.value).padStart(9)}  ${b.goal.padEnd(9)} ${b.detail}`).join('\n');
}
