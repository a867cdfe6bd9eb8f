/** A seed that meets a bug we once had. */
export interface Regression {
  readonly cause: string;
  readonly seed: number;
}

/** Bugs that the simulation found in our own code, with a seed that meets them; `mutants/` plants most of them again. */
export const regressions: readonly Regression[] = [
  { cause: 'golden that came back to what the only link asserted long ago was not delivered', seed: 42 },
  { cause: 'twins whose first announcer had died were created side by side', seed: 30 },
  { cause: 'packs of a page that was handed over under another lease hid others that were missing', seed: 1 },
];
