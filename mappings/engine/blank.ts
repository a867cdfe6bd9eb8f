import type { Json } from '../../core/model/json.ts';

/** True for what counts as no value in every system: missing, null, empty or white text, an empty list or object. */
export function isBlank(value: Json | undefined): value is null | undefined {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return isBlankText(value);
  if (typeof value !== 'object') return false;
  return Array.isArray(value) ? value.every(isBlank) : Object.keys(value).length === 0;
}

/** True for empty text and text of white space only; most text is told by its first character. */
function isBlankText(text: string): boolean {
  if (text.length === 0) return true;
  const first = text.charCodeAt(0);
  if (first > 0x20 && first < 0xa0) return false;
  return text.trim().length === 0;
}
