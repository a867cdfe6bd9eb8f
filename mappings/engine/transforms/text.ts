import * as z from 'zod';
import type { Json } from '../../../core/model/json.ts';
import { ok } from '../../../core/model/result.ts';
import { Refusal } from '../refusal.ts';
import type { Transform } from '../transform.ts';

/** Longest text of one field in UTF-16 units; an item of the table holds 400 KB in all. */
export const textLengthMax = 65_536;

// Control characters but tab, line feed and carriage return; lone surrogates; characters that reverse what is read on screen.
const unreadable = /[[\p{Cc}--[\t\n\r]]\p{Cs}\u202a-\u202e\u2066-\u2069]/v;
/** Text with characters that may not be composed; Latin-1 always is. */
export const beyondLatin1 = /[\u0100-\uffff]/;

const shape = new Refusal('text.shape', 'a single value is expected, but the record holds a list or an object here', '此处应为单个值，但记录中是列表或对象');
const characters = new Refusal('text.characters', 'the text holds control characters or broken characters', '文本中含有控制字符或损坏的字符');
const length = new Refusal('text.length', `the text is longer than ${textLengthMax} characters`, `文本超过 ${textLengthMax} 个字符`);

/** True for text that is clean as it stands: printable Latin or Chinese characters, no white space at either end. Most text is, and one pass tells. */
function isClean(text: string): boolean {
  const size = text.length;
  if (size > textLengthMax) return false;
  for (let i = 0; i < size; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x20 && unit < 0x7f) continue;
    if (unit > 0xa0 && unit < 0x300) continue;
    if (unit < 0x4e00 || unit > 0x9fff) return false;
  }
  return size > 0 && text.charCodeAt(0) !== 0x20 && text.charCodeAt(size - 1) !== 0x20;
}

/** The value as trimmed NFC text; a refusal for lists, objects, control characters and overlong text. */
export function cleanText(value: Json): string | Refusal {
  if (typeof value !== 'string') return typeof value === 'object' ? shape : String(value);
  if (isClean(value)) return value;
  if (value.length > textLengthMax) return length;
  if (unreadable.test(value)) return characters;
  const trimmed = value.trim();
  return beyondLatin1.test(trimmed) ? trimmed.normalize('NFC') : trimmed;
}

/** Full-width and compatibility characters in their plain form; text in ASCII is so already. */
export function plainForm(text: string): string {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 0x7f) return text.normalize('NFKC');
  return text;
}

/** Text as written: trimmed, NFC. */
export const text: Transform<never> = {
  name: 'text',
  about: { en: 'text as written, trimmed, Unicode NFC', zh: '原文，去首尾空白，Unicode NFC' },
  gives: 'text',
  bare: true,
  argument: z.never(),
  make(_argument, around) {
    const { values } = around;
    if (values === undefined) return ok({ in: cleanText, out: (value) => value });
    const allowed = new Set(values);
    const unknown = new Refusal('enum.unknown', `the value is none of ${values.join(', ')}; translate it with lookup`, `该值不属于 ${values.join('、')}；请用 lookup 转换`);
    return ok({
      in: (value) => {
        const clean = cleanText(value);
        return typeof clean !== 'string' || clean === '' || allowed.has(clean) ? clean : unknown;
      },
      out: (value) => value,
    });
  },
};
