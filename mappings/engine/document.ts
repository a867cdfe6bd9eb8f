import * as z from 'zod';
import { canonicalTypes } from '../../core/model/types.ts';
import { transforms } from './transforms/catalogue.ts';
import { decimalLocales } from './transforms/decimal.ts';

/** Largest document in characters; a stream has some dozens of fields. */
export const documentLengthMax = 262_144;

const path = z.string().min(1).max(500).describe('Where the value is: Company, address.city, addresses[0].street, tags[], contacts[type=email].value');
const paths = z.array(path).min(1).max(16);
const json = z.json();
const expression = z.string().min(1);

const transformNames = transforms.map((t) => t.name) as [string, ...string[]];
const call = z.strictObject(Object.fromEntries(transforms.map((t) => [t.name, t.argument.optional().describe(t.about.en)])));
const use = z.union([z.enum(transformNames), call]).meta({ id: 'transform', description: 'A transform: its name, or its name with an argument, e.g. { lookup: { A: active } }' });

/** Declared equalities of two vendor forms. */
export const equalities = ['canonical', 'exact', 'trim', 'folded', 'phone', 'email', 'decimal', 'date'] as const;

const longField = z
  .strictObject({
    path: z.union([path, paths]).optional().describe('Where the value is; a list for the columns of a set or the parts of one value'),
    coalesce: paths.optional().describe('The first of these paths that has a value'),
    as: z
      .union([use, z.array(use).min(1).max(8)])
      .optional()
      .describe('Transforms from vendor to canonical'),
    split: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1).max(8)])
      .optional()
      .describe('Separators of a set in one text'),
    new: z.record(z.string(), json).optional().describe('Further values of an element that is added to a list'),
    default: json.optional().describe('Canonical value of an empty cell'),
    equal: z.enum(equalities).optional().describe('When two vendor forms are the same'),
    clears: z.enum(['assert', 'yield']).optional().describe('Whether an emptied cell clears the field everywhere'),
    direction: z.enum(['in', 'out', 'both']).optional().describe('in: only read; out: only written'),
    reference: z
      .union([z.string().min(1), z.strictObject({ stream: z.string().min(1), numeric: z.boolean().optional() })])
      .optional()
      .describe('The stream of the same connection whose record id the value is'),
    cel: expression.optional().describe('CEL: of `record` without a path, of `value` with one'),
    celOut: expression.optional().describe('CEL of `value`: the way back'),
  })
  .meta({ id: 'longField' });

const field = z.union([path, longField]).meta({ id: 'field', description: 'A path, or how the field is read and written' });

const fields = z.record(z.string(), field);

const example = z
  .strictObject({
    title: z.string().optional(),
    given: z.record(z.string(), json).describe('A record of the vendor'),
    expect: z.record(z.string(), json).optional().describe('Canonical values; sets as lists in any order'),
    problems: z.array(z.string()).optional().describe('Fields that must be refused'),
    accepts: z.boolean().optional().describe('false: `when` must skip the record'),
    back: z.record(z.string(), json).optional().describe('What is written when `expect` is delivered to a new record'),
  })
  .meta({ id: 'example' });

/** The shape of a mapping document. Field names, paths, arguments and expressions are checked after it. */
export const documentShape = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9-]+\/[a-zA-Z0-9._-]+$/)
    .describe('system/stream'),
  type: z.enum([...canonicalTypes.keys()] as [string, ...string[]]).describe('Canonical type'),
  connector: z.string().min(1),
  stream: z.string().min(1),
  about: z.string().optional().describe('A remark for people'),
  defaults: z
    .strictObject({
      country: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .optional()
        .describe('Country of national telephone numbers, ISO 3166 alpha-2'),
      zone: z.string().optional().describe('IANA zone of times without one'),
      decimal: z.enum(decimalLocales).optional().describe('How numbers are written'),
      dates: z.array(z.string()).min(1).max(8).optional().describe('Date formats, e.g. dd.MM.yyyy'),
      currency: z.string().optional().describe('Currency of amounts without one'),
    })
    .optional(),
  when: expression.optional().describe('CEL: is the record of this type?'),
  fields,
  create: z.record(z.string(), json).optional().describe('Values by path, written when a record is created'),
  examples: z.array(example).max(200).optional(),
});

/** A mapping document as written. */
export type MappingDocument = z.infer<typeof documentShape>;

/** One field in its long form. */
export type FieldDocument = z.infer<typeof longField>;

/** One use of a transform: its name or `{ name: argument }`. */
export type TransformUse = z.infer<typeof use>;

/** One example of a document. */
export type ExampleDocument = z.infer<typeof example>;
