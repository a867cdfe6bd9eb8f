import * as z from 'zod';

const plainUrl = z.url({ protocol: /^https?$/ }).refine((text) => !URL.canParse(text) || (new URL(text).pathname === '/' && new URL(text).search === ''), {
  message: 'give the server only, e.g. https://erp.example.com; the database is its own key',
});

/** The `config:` block of a Tryton connection; the password is the secret `password`. */
export const configSchema = z.strictObject({
  /** Server, without path. */
  url: plainUrl,
  database: z.string().regex(/^[\w.-]{1,60}$/, 'letters, digits, dot, underscore and dash only'),
  user: z.string().min(1).max(100),
  /** Company id put into the context of every call; the user's own when absent. */
  company: z.int().positive().optional(),
  /** Parties in the category of this name are persons; Tryton itself does not tell them apart. */
  personCategory: z.string().min(1).max(100).optional(),
  /** Name of the way of payment (its journal of type cash or statement) under which payments are booked; without it none are. */
  paymentMethod: z.string().min(1).max(100).optional(),
});

/** A Tryton connection's configuration. */
export type TrytonConfig = z.infer<typeof configSchema>;

const text = z.string().nullable();
const id = z.string().regex(/^\d{1,15}$/);
const decimal = z.string().regex(/^-?\d{1,18}(\.\d+)?$/);

/** When and by whom a record was last changed; no part of its content. */
const meta = z.strictObject({
  /** Changes with every change of the record or of one of its parts. */
  revision: z.string(),
  /** Newest stamp of the record and its parts, ms. */
  modifiedAt: z.number(),
  /** Login of the author of the newest stamp. */
  changedBy: text,
});

/** One postal address. `region` is the subdivision's name, `country` ISO 3166-1 alpha-2. */
const address = z.strictObject({ street: text, city: text, postalCode: text, region: text, country: text });

/** A customer or supplier with the parts that hang on it. */
export const partySchema = z.strictObject({
  id,
  code: text,
  name: text,
  /** `person` only for members of the configured category. */
  kind: z.enum(['organization', 'person']),
  active: z.boolean(),
  /** BCP 47. */
  language: text,
  /** In Tryton's order, without repeats. */
  emails: z.array(z.string()),
  /** Telephone and mobile numbers as Tryton keeps them. */
  phones: z.array(z.string()),
  website: text,
  /** The first tax identifier, else the first identifier. */
  taxId: text,
  taxIdType: text,
  /** The first active address; all null when there is none. */
  address,
  /** The other active addresses: only read. */
  otherAddresses: z.array(address),
  /** Fax, chat names and further websites: only read. */
  otherContacts: z.array(z.strictObject({ type: z.string(), value: z.string() })),
  categories: z.array(z.string()),
  meta,
});

/** A party. */
export type Party = z.infer<typeof partySchema>;

/** A customer invoice or credit note. Amounts are decimal strings in `currency`. */
export const invoiceSchema = z.strictObject({
  id,
  /** `credit-note` when the total is negative. */
  kind: z.enum(['invoice', 'credit-note']),
  /** Null until posted. */
  number: text,
  reference: text,
  description: text,
  comment: text,
  state: z.enum(['draft', 'validated', 'posted', 'paid', 'cancelled']),
  /** Id in the stream `parties`. */
  party: id,
  company: text,
  currency: z.string().regex(/^[A-Z]{3}$/),
  invoiceDate: text,
  /** Latest maturity among the lines to pay; null before posting. */
  dueDate: text,
  untaxed: decimal,
  tax: decimal,
  total: decimal,
  /** What is still to be paid; Tryton says 0 for a draft. */
  open: decimal,
  paymentTerm: text,
  lineCount: z.int(),
  /** The lines' descriptions, joined. */
  summary: text,
  meta,
});

/** A customer invoice. */
export type Invoice = z.infer<typeof invoiceSchema>;

/** Money received from a customer: a posted credit on a receivable account, booked through a cash or statement journal. */
export const paymentSchema = z.strictObject({
  id,
  /** Number of the accounting move. */
  number: text,
  party: id.nullable(),
  partyName: text,
  company: text,
  date: z.string(),
  amount: decimal,
  currency: z.string().regex(/^[A-Z]{3}$/),
  description: text,
  /** Journal it was booked through. */
  journal: text,
  /** Ids in the stream `invoices` that it was booked against. */
  invoices: z.array(id),
  /** Their numbers, joined by a comma. */
  invoiceNumbers: text,
  /** True once it and what it pays balance to zero; a part payment stays false. */
  reconciled: z.boolean(),
  meta,
});

/** A receipt. */
export type Payment = z.infer<typeof paymentSchema>;

/** Newest id of a child model and how many rows had an id up to it: fewer later on means that one was deleted. */
const headcount = z.strictObject({ upTo: z.int(), rows: z.int() });

/** Where a stream stands. */
export const cursorSchema = z.strictObject({
  /** Highest server stamp that a finished pass has covered, µs; 0 before the first. */
  since: z.int(),
  /** From which stamp the next pass asks, µs: never above `since`. */
  from: z.int(),
  /** Headcounts of child models, when the finished pass began. */
  census: z.record(z.string(), headcount),
  /** The pass that is under way. */
  pass: z
    .strictObject({
      /** Reads everything, not only what changed. */
      full: z.boolean(),
      after: z.int(),
      /** What `since` becomes at its end. */
      top: z.int(),
      /** Everything stamped up to here was committed when it began; absent when the server told no time. */
      settled: z.int().optional(),
      census: z.record(z.string(), headcount),
    })
    .optional(),
});

/** A stored position. */
export type Cursor = z.infer<typeof cursorSchema>;

/** Headcounts by child model. */
export type Census = Cursor['census'];
