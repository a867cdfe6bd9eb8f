/** Ends the process with 2 where the command line has an option that there is not: a run without what somebody asked for would count as one with it. */
export function refuseUnknownOptions(known: readonly string[]): void {
  const unknown = process.argv.slice(2).find((argument) => argument.startsWith('--') && !known.includes(argument));
  if (unknown === undefined) return;
  console.error(`there is no option ${unknown}; there are: ${known.join(', ')}`);
  process.exit(2);
}
