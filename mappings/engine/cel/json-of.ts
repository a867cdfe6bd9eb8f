import { forbiddenKeys, isObject, type Json } from '../../../core/model/json.ts';
import { Refusal } from '../refusal.ts';

/** Largest result of an expression, in characters and members together. */
const resultSizeMax = 65_536;

const tooLarge = new Refusal('MAPPING_BUDGET', `the expression yields more than ${resultSizeMax} characters`, `表达式结果超过 ${resultSizeMax} 个字符`);
const noJson = new Refusal('cel.result', 'the expression yields something that is no text, number, yes/no, list or object', '表达式结果不是文本、数字、布尔、列表或对象');

/** The result of an expression as JSON: 64-bit integers as numbers where exact, else as text; times as ISO text. */
export function jsonOf(value: unknown): Json | Refusal {
  let left = resultSizeMax;
  const convert = (part: unknown, depth: number): Json | Refusal => {
    left -= typeof part === 'string' ? part.length + 1 : 1;
    if (left < 0 || depth > 16) return tooLarge;
    if (part === null || part === undefined) return null;
    if (typeof part === 'string' || typeof part === 'boolean') return part;
    if (typeof part === 'number') return Number.isFinite(part) ? part : noJson;
    if (typeof part === 'bigint') return Number.isSafeInteger(Number(part)) ? Number(part) : part.toString();
    if (part instanceof Date) return Number.isNaN(part.getTime()) ? noJson : part.toISOString();
    if (Array.isArray(part)) return collected(part.map((member) => convert(member, depth + 1)));
    if (!isObject(part) || (Object.getPrototypeOf(part) !== Object.prototype && Object.getPrototypeOf(part) !== null)) return noJson;
    const object: Record<string, Json> = {};
    for (const key of Object.keys(part)) {
      if (forbiddenKeys.has(key)) continue;
      const member = convert(part[key], depth + 1);
      if (member instanceof Refusal) return member;
      object[key] = member;
    }
    return object;
  };
  return convert(value, 0);
}

function collected(members: readonly (Json | Refusal)[]): Json | Refusal {
  return members.find((member) => member instanceof Refusal) ?? (members as readonly Json[]);
}
