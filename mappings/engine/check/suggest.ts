/** Edit distance of two short words: insert, delete, replace or swap neighbours, each one step. */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array.from({ length: b.length }, (_, j) => (i === 0 ? j + 1 : 0))]);
  const cell = (i: number, j: number) => (rows[i] as number[])[j] as number;
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, cell(i - 1, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, cell(i - 2, j - 2) + 1);
      (rows[i] as number[])[j] = least;
    }
  }
  return cell(a.length, b.length);
}

/** The known word nearest to what was written; undefined when none is near (two fifths of its length). */
export function suggestFor(written: string, known: Iterable<string>): string | undefined {
  const folded = written.toLowerCase().slice(0, 64);
  let best: string | undefined;
  let least = Math.max(1, Math.floor(folded.length * 0.4)) + 1;
  for (const word of known) {
    const candidate = word.toLowerCase();
    const distance = candidate.startsWith(folded) || (folded.length > 3 && folded.startsWith(candidate)) ? 0.5 : editDistance(folded, candidate);
    if (distance < least) {
      least = distance;
      best = word;
    }
  }
  return best;
}
