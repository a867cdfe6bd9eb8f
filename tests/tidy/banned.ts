import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isTest } from './files.ts';
import type { Finding } from './finding.ts';

/** Folders that may touch the world. */
const worldly = /^(adapters|cli|functions|infra|console)\//;

/** Clock, chance and world: everywhere else they come in through a port. */
const calls = new Set(['Date.now', 'Math.random', 'crypto.randomUUID', 'performance.now']);
const names = new Set(['setTimeout', 'setInterval', 'setImmediate', 'fetch', 'randomUUID', 'randomBytes']);

/** Uses of the clock, chance, timers, network and environment outside the folders that may. One marked exception: `tidy-allow` with a reason on the line before. */
export function checkBanned(root: string, files: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  for (const file of files) {
    if (isTest(file)) continue;
    const text = readFileSync(join(root, file), 'utf8');
    findings.push(...zodImports(file, text));
    if (!worldly.test(file)) findings.push(...uses(file, text));
  }
  return findings;
}

function zodImports(file: string, text: string): Finding[] {
  return /import \{[^}]*\bz\b[^}]*\} from 'zod'/.test(text) ? [{ file, message: "import { z } from 'zod' bundles every locale: use import * as z" }] : [];
}

function uses(file: string, text: string): Finding[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lines = text.split('\n');
  const findings: Finding[] = [];
  const report = (node: ts.Node, what: string): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line;
    if (lines[line - 1]?.includes('tidy-allow') !== true) findings.push({ file, line: line + 1, message: `${what} outside adapters, cli and functions` });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && calls.has(node.expression.getText())) report(node, node.expression.getText());
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && names.has(node.expression.text)) report(node, node.expression.text);
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0) report(node, 'new Date()');
    if (ts.isPropertyAccessExpression(node) && node.getText() === 'process.env') report(node, 'process.env');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
}
