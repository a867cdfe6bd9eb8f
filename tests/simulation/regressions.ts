/** A seed that shows a bug we once had, when it is planted again (`mutants/`). */
export interface Regression {
  readonly cause: string;
  readonly seed: number;
}

/** Bugs that the simulation found in our own code; each seed fails while its bug is there. */
export const regressions: readonly Regression[] = [];
