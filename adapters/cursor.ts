import { SynclineError } from '../core/model/error.ts';

/** The parts of a place that a page gave as `next`; throws `SynclineError` `CURSOR_UNKNOWN` for text that no page gave: cursors come back from outside. */
export function placeAfter(after: string, parts: number): readonly string[] {
  const place = jsonOf(after);
  if (Array.isArray(place) && place.length === parts && place.every((part) => typeof part === 'string')) return place;
  throw new SynclineError('CURSOR_UNKNOWN', { en: '“after” is not the “next” of a page.', zh: '“after”不是某一页给出的“next”。' }, { where: { field: 'after' } });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
