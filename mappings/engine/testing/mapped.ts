import { problemLine } from '../check/problem.ts';
import { compileMapping } from '../compile.ts';
import type { CompiledMapping } from '../mapping.ts';

/** A compiled document of which only type, fields and what stands beside them are given; throws with the problems. */
export function mapped(body: string, type = 'organization'): CompiledMapping {
  const result = compileMapping({ text: `name: test/records\ntype: ${type}\nconnector: test\nstream: records\n${body}`, file: 'test.yaml', country: 'DE', zone: 'Europe/Berlin' });
  if (!result.ok) throw new Error(result.error.map((problem) => problemLine(problem, 'en')).join('\n'));
  return result.value;
}

/** The problems of such a document as `line:column code field suggestion`. */
export function complaints(body: string, type = 'organization'): readonly string[] {
  const result = compileMapping({ text: `name: test/records\ntype: ${type}\nconnector: test\nstream: records\n${body}`, file: 'test.yaml' });
  return result.ok ? [] : result.error.map((p) => [`${p.line}:${p.column}`, p.code, p.field, p.suggestion].filter((part) => part !== undefined).join(' '));
}
