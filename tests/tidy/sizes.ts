import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isTest } from './files.ts';
import type { Finding } from './finding.ts';

/** Lines of a file: what fits in one head. */
const fileLinesMax = 300;
/** Half of the files are at most this long. */
const medianLinesMax = 90;
/** Lines of a function. */
const functionLinesMax = 70;

/** Sizes of files and functions, and the median. */
export function checkSizes(root: string, files: readonly string[]): { findings: Finding[]; note: string } {
  const findings: Finding[] = [];
  const lengths: number[] = [];
  for (const file of files) {
    if (isTest(file)) continue;
    const text = readFileSync(join(root, file), 'utf8');
    const lines = text.split('\n').length - 1;
    lengths.push(lines);
    if (lines > fileLinesMax) findings.push({ file, message: `${lines} lines; at most ${fileLinesMax}` });
    findings.push(...longFunctions(file, text));
  }
  lengths.sort((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  const p95 = lengths[Math.floor(lengths.length * 0.95)] ?? 0;
  if (median > medianLinesMax) findings.push({ file: '', message: `the median file has ${median} lines; at most ${medianLinesMax}` });
  return { findings, note: `${lengths.length} files, median ${median}, 95 % ≤ ${p95} lines` };
}

function longFunctions(file: string, text: string): Finding[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const start = source.getLineAndCharacterOfPosition(node.getStart()).line;
      const lines = source.getLineAndCharacterOfPosition(node.getEnd()).line - start + 1;
      if (lines > functionLinesMax) findings.push({ file, line: start + 1, message: `a function of ${lines} lines; at most ${functionLinesMax}` });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
}
