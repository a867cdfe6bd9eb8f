import * as z from 'zod';
import { countView, list, sentenceView } from './basics.ts';

const share = z.number().min(0).max(1);

/** How good the data of one stream is. */
export const streamQualityView = z.object({
  connection: z.string(),
  stream: z.string(),
  type: z.string(),
  records: countView.describe('live records looked at'),
  whole: z.boolean().describe('false: there are more; those looked at are spread evenly over all'),
  fields: list(
    z.object({
      field: z.string(),
      complete: share.describe('of the records have a value'),
      valid: share.optional().describe('of the values are what they should be; absent where anything goes'),
      distinct: share.describe('distinct values per value'),
      examples: list(z.string()).describe('values that are not valid, at most three'),
      conflicts: countView.describe('records whose value differs from what another system says of the same entity'),
      against: list(z.object({ connection: z.string(), records: countView })).describe('which systems, most first'),
    }),
  ),
  duplicates: countView.describe('records beyond the first of their entity in this stream'),
  conflicts: countView.describe('records that another system contradicts in any field'),
  freshness: z
    .object({ medianDays: z.number(), oldestDays: z.number(), overYear: share.describe('of the records have not changed for a year') })
    .optional()
    .describe('since the records changed at their source; absent where the source does not say'),
  sentence: sentenceView,
});

/** See {@link streamQualityView}. */
export type StreamQualityView = z.infer<typeof streamQualityView>;

/** The quality of the data of every stream, or of one connection. */
export const qualityView = z.object({ streams: list(streamQualityView) });

/** See {@link qualityView}. */
export type QualityView = z.infer<typeof qualityView>;
