import * as z from 'zod';
import { ok } from '../../../core/model/result.ts';
import type { Transform } from '../transform.ts';
import { cleanText } from './text.ts';

/** The id of another record of the same connection, as text; `numeric` ids are written as JSON numbers. */
export const recordId: Transform<'numeric'> = {
  name: 'recordId',
  about: { en: 'the id of another record, as text', zh: '另一条记录的标识，作为文本' },
  gives: 'ref',
  bare: true,
  argument: z.literal('numeric'),
  make: (argument) => ok({ in: cleanText, out: (value) => (argument === 'numeric' && /^\d{1,15}$/.test(String(value)) ? Number(value) : value) }),
};
