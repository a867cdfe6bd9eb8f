/** What one trial came to. */
export interface FireReport {
  readonly name: string;
  /** How often it was tried, and how often nothing was wrong afterwards. */
  readonly rounds: number;
  readonly held: number;
  /** What was found to be wrong; empty when all held. */
  readonly wrong: readonly string[];
  /** Why it could not be tried on this machine. */
  readonly skipped?: string;
  /** More figures, for people. */
  readonly note?: string;
}

/** One trial by fire: told how often to try. */
export interface Trial {
  readonly name: string;
  /** Rounds of the quick run in the test suite, and of the long one. */
  readonly rounds: { readonly quick: number; readonly long: number };
  run(rounds: number): Promise<Omit<FireReport, 'name'>>;
}

/** Adds up rounds: each gives what was wrong in it. */
export function reportOf(rounds: readonly (readonly string[])[], note?: string): Omit<FireReport, 'name'> {
  return { rounds: rounds.length, held: rounds.filter((wrong) => wrong.length === 0).length, wrong: rounds.flat(), ...(note === undefined ? {} : { note }) };
}

/** One line for a person. */
export function lineOf({ name, rounds, held, skipped, note }: FireReport): string {
  if (skipped !== undefined) return `skipped  ${name}: ${skipped}`;
  const verdict = held === rounds ? 'held' : 'WRONG';
  return `${verdict.padEnd(8)} ${name}: ${held} of ${rounds}${note === undefined ? '' : `; ${note}`}`;
}
