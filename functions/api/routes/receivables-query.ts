import * as z from 'zod';

/** One of our legal entities; default: all, or the only one. */
export const company = z.string().max(200).optional().describe('One of our companies');

/** A calendar day. */
export const day = z.iso.date();

/** Which receivables. */
export const receivablesQuery = z.strictObject({
  customer: z.string().min(1).max(1_000).optional().describe('Entity, record or name'),
  company,
  asOf: day.optional().describe('By booking day; default: today'),
  settled: z
    .enum(['true', 'false'])
    .optional()
    .transform((text) => text === 'true'),
});

/** Whose statement, over which days. */
export const statementQuery = z.strictObject({
  customer: z.string().min(1).max(1_000).describe('Entity, record or name'),
  company,
  from: day.optional().describe('Default: a year before `to`'),
  to: day.optional().describe('Default: today'),
});

/** The format of an export. */
export const format = z.enum(['csv', 'xlsx']);
