import type * as z from 'zod';
import type { JsonObject } from '../../core/model/json.ts';
import { explainHttp } from '../kit/explain.ts';
import type { Read } from './changes.ts';
import { idOf } from './values.ts';

/** A row's record after the schema; a row that does not fit is put aside with its id and the field, and the page goes on. */
export function checked<R>(schema: z.ZodType<R>, row: JsonObject, value: unknown): Read<R> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, record: parsed.data };
  return { ok: false, rejected: { id: String(idOf(row)), fault: explainHttp(parsed.error) } };
}
