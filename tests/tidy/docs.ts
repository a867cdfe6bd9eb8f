import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isTest } from './files.ts';
import type { Finding } from './finding.ts';

/** Every export has a doc comment. Files under `rules/`-like catalogues are no exception. */
export function checkDocs(root: string, files: readonly string[]): { findings: Finding[]; note: string } {
  const findings: Finding[] = [];
  let exported = 0;
  for (const file of files) {
    if (isTest(file)) continue;
    const text = readFileSync(join(root, file), 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    for (const statement of source.statements) {
      if (!isDeclaredExport(statement)) continue;
      exported += 1;
      const first = ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? [];
      if (first.some((range) => text.startsWith('/**', range.pos))) continue;
      findings.push({ file, line: source.getLineAndCharacterOfPosition(statement.getStart()).line + 1, message: 'an export without a doc comment' });
    }
  }
  const share = exported === 0 ? 0 : Math.round(((exported - findings.length) / exported) * 1000) / 10;
  return { findings, note: `${share} % of ${exported} exports` };
}

function isDeclaredExport(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) === true;
}
