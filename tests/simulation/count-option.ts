/** A whole number of the command line, `least` or more; anything else ends the process with 2: a run of no seeds would pass. */
export function countOption(name: string, or: number, least = 0): number {
  const at = process.argv.indexOf(`--${name}`);
  const value = at < 0 ? or : Number(process.argv[at + 1] ?? Number.NaN);
  if (Number.isSafeInteger(value) && value >= least) return value;
  console.error(`--${name} needs a whole number, ${least} or more; it is ${JSON.stringify(process.argv[at + 1] ?? '')}`);
  process.exit(2);
}
