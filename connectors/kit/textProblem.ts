import type { Json, JsonObject } from '../../core/model/json.ts';

/** What is wrong with a text, ready to be a fault. */
export interface TextProblem {
  readonly kind: 'schema';
  readonly code: string;
  readonly field: string;
  readonly en: string;
  readonly zh: string;
}

/** Control characters that no text needs; tab, line feed and carriage return are text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: this is the list of what is refused
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/;
/** Control characters and everything outside the basic plane: what most texts have none of is told by one look. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const suspicious = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF]/;
/** Deeper records are built to exhaust parsers. */
const depthMax = 64;

/** What is wrong with the texts of a record: control characters, half characters (lone surrogates), nesting without end. */
export function textProblem(value: Json | undefined, field = '', depth = 0): TextProblem | undefined {
  if (typeof value === 'string') {
    if (!suspicious.test(value)) return undefined;
    if (control.test(value)) return problem('text.control', field, 'holds a control character. Remove it', '含有控制字符，请删除');
    return value.isWellFormed() ? undefined : problem('text.surrogate', field, 'holds half of a character. Write it again', '含有不完整的字符，请重新输入');
  }
  if (value === null || typeof value !== 'object') return undefined;
  if (depth > depthMax) return problem('text.depth', field, 'is nested deeper than 64 levels', '嵌套超过 64 层');
  for (const name of Object.keys(value)) {
    const member = (value as JsonObject)[name];
    if (member === null || typeof member === 'number' || (typeof member === 'string' && !suspicious.test(member))) continue;
    const found = textProblem(member, field === '' ? name : `${field}.${name}`, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function problem(code: string, field: string, en: string, zh: string): TextProblem {
  return { kind: 'schema', code, field, en: `The value of ${JSON.stringify(field)} ${en}.`, zh: `${JSON.stringify(field)} 的值${zh}。` };
}
