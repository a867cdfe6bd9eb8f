import type * as z from 'zod';
import type { JsonObject } from '../../core/model/json.ts';
import { FaultError } from '../../core/ports/connector.ts';
import type { Read } from './changes.ts';
import { explain } from './explain.ts';
import { idOf } from './values.ts';

/** A row's record after the schema; a row that does not fit is put aside with its id and the field, and the page goes on. */
export function checked<R>(schema: z.ZodType<R>, row: JsonObject, make: () => unknown): Read<R> {
  try {
    const parsed = schema.safeParse(make());
    if (parsed.success) return { ok: true, record: parsed.data };
    return { ok: false, rejected: { id: String(idOf(row)), fault: explain(parsed.error) } };
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return { ok: false, rejected: { id: String(idOf(row)), fault: error.fault } };
  }
}
