import * as z from 'zod';
import type { JsonObject } from '../../model/json.ts';
import { list, momentView } from './basics.ts';

/** One version of an identity model. */
export const modelView = z.object({
  type: z.enum(['person', 'organization']),
  version: z.number().int().min(0).describe('0 is the one that ships'),
  id: z.string().describe('name@hash, stored with every decision'),
  note: z.string(),
  by: z.string(),
  at: momentView.optional(),
  active: z.boolean(),
});

/** See {@link modelView}. */
export type ModelView = z.infer<typeof modelView>;

/** Every version of every type, the newest first. */
export const modelsView = z.object({ models: list(modelView) });

/** See {@link modelsView}. */
export type ModelsView = z.infer<typeof modelsView>;

/** What one record is compared by. */
export interface SignatureLine {
  readonly ref: string;
  readonly entity: string;
  readonly signature: JsonObject;
}
