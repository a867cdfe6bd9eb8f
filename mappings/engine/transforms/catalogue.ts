import type { FieldKind } from '../../../core/model/types.ts';
import type { Transform } from '../transform.ts';
import { prefix, suffix } from './affix.ts';
import { boolean } from './boolean.ts';
import { collapse, digits, lower, nfkc, title, trim, upper } from './case.ts';
import { concat } from './concat.ts';
import { country } from './country.ts';
import { currency } from './currency.ts';
import { date } from './date.ts';
import { decimal, integer } from './decimal.ts';
import { email } from './email.ts';
import { instant } from './instant.ts';
import { language } from './language.ts';
import { lookup } from './lookup.ts';
import { money } from './money.ts';
import { phone } from './phone.ts';
import { recordId } from './record-id.ts';
import { replace } from './replace.ts';
import { split } from './split.ts';
import { taxId } from './tax-id.ts';
import { text } from './text.ts';
import { url } from './url.ts';

/** The closed list of transforms, in the order of the guide. */
export const transforms = [
  text,
  trim,
  collapse,
  nfkc,
  lower,
  upper,
  title,
  digits,
  prefix,
  suffix,
  replace,
  split,
  concat,
  lookup,
  boolean,
  email,
  phone,
  date,
  instant,
  decimal,
  integer,
  money,
  currency,
  country,
  language,
  taxId,
  url,
  recordId,
] as const;

/** Transforms by name. */
export const transformsByName: ReadonlyMap<string, Transform> = new Map(transforms.map((t) => [t.name, t as Transform]));

/** What the kind of a canonical field needs as its last step. */
export const transformOfKind: Readonly<Record<FieldKind, Transform>> = {
  text: text as Transform,
  enum: text as Transform,
  email: email as Transform,
  phone: phone as Transform,
  date: date as Transform,
  instant: instant as Transform,
  money: money as Transform,
  decimal: decimal as Transform,
  integer: integer as Transform,
  boolean: boolean as Transform,
  country: country as Transform,
  currency: currency as Transform,
  language: language as Transform,
  url: url as Transform,
  taxId: taxId as Transform,
  ref: recordId as Transform,
};
