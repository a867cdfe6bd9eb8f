/** A seed that meets a bug we once had. */
export interface Regression {
  readonly cause: string;
  readonly seed: number;
  /** How the seed was drawn when it failed: with crashes in any case (`drawHarsh`), or as it comes. */
  readonly drawn: 'harsh' | 'plain';
}

/** Bugs that the simulation found in our own code, with a seed that meets them; `mutants/` plants most of them again. */
export const regressions: readonly Regression[] = [
  { cause: 'golden that came back to what the only link asserted long ago was not delivered', seed: 42, drawn: 'harsh' },
  { cause: 'twins whose first announcer had died were created side by side', seed: 30, drawn: 'harsh' },
  { cause: 'packs of a page that was handed over under another lease hid others that were missing', seed: 1, drawn: 'harsh' },
  { cause: 'a create whose later try landed was taken for the try before it, and what it had sent besides became a person’s edit', seed: 1049, drawn: 'plain' },
  {
    cause: 'a record that stayed in a split entity named the id that the part that left got back, and was in both: its deliveries were put off for ever',
    seed: 100,
    drawn: 'plain',
  },
  { cause: 'a value in doubt in a record that a merge had made the second of its system was neither asked again nor told to anybody', seed: 1281, drawn: 'plain' },
  { cause: 'what we had made at a target became known after its source was deleted, and nobody deleted it', seed: 1211, drawn: 'plain' },
  { cause: 'the page of a dead letter brought back a record that was long deleted', seed: 1074, drawn: 'plain' },
  { cause: 'a person’s edit of what we had just made, doubted at our first read, counted as older than what it had replaced, and lost', seed: 1213, drawn: 'plain' },
  { cause: 'the oracle blamed a create for what only another worker’s search had shown, after the maker had looked', seed: 1283, drawn: 'plain' },
  { cause: 'our clock jumped over the wait for a create, both tries landed, and the second became a person’s record whose cut texts were golden', seed: 1198, drawn: 'plain' },
];
