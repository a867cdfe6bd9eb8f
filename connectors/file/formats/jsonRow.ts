import { isObject } from '../../../core/model/json.ts';
import { parseExact } from '../../kit/exactJson.ts';
import type { Row, RowProblem } from './format.ts';

/** The row that a piece of JSON text is. */
export function jsonRow(text: string, line: number, damaged: boolean): Row {
  const base = { line, chars: text.length };
  if (damaged && text.includes('\uFFFD')) return { ...base, problem: undecodable };
  try {
    const value = parseExact(text);
    return isObject(value) ? { ...base, record: value } : { ...base, problem: notObject };
  } catch {
    return { ...base, problem: malformed };
  }
}

const malformed: RowProblem = { kind: 'schema', code: 'json.syntax', en: 'This record is not valid JSON.', zh: '此记录不是有效的 JSON。' };
const notObject: RowProblem = { kind: 'schema', code: 'json.row', en: 'This record is not a JSON object.', zh: '此记录不是 JSON 对象。' };
const undecodable: RowProblem = {
  kind: 'schema',
  code: 'json.encoding',
  en: 'This record holds bytes that are not text in the encoding of the file. Save the file as UTF-8.',
  zh: '此记录含有无法按文件编码解读的字节。请将文件另存为 UTF-8。',
};
