import * as z from 'zod';
import type { Json } from '../../core/model/json.ts';

/** Longer addresses are refused by many servers; one is stored as the place where a pass goes on. */
export const urlCharsMax = 2_000;

const path = z.string().min(1).max(200);
const address = z
  .url({ protocol: /^https?$/ })
  .max(urlCharsMax)
  .refine((text) => !URL.canParse(text) || new URL(text).username + new URL(text).password === '', 'no user or password in an address: use the secret `token`');

const streamConfig = z
  .strictObject({
    url: address.describe('Address of the list'),
    list: path.optional().describe('Path to the list in the answer, e.g. data.items; default: the answer itself, or the only list in it'),
    key: z.union([path.transform((name) => [name]), z.array(path).min(1).max(5)]).describe('Member or members that name a record'),
    next: z
      .union([path, z.strictObject({ path, param: z.string().min(1).max(100) })])
      .optional()
      .describe('Path to the address of the next page, or to a value with the query parameter that takes it; default: the header Link'),
    item: z
      .union([address.transform((url) => ({ url, record: undefined })), z.strictObject({ url: address, record: path.optional() })])
      .optional()
      .describe('Address of one record, with {id}; `record`: its path in the answer. Without it one record is looked up in the list'),
    modified: path.optional().describe('Member with the time of the last change, ISO 8601 with a zone'),
    revision: path.optional().describe('Member that changes with every change: a version, an ETag'),
    money: z.array(path).max(50).default([]).describe('Members that hold amounts'),
    events: z
      .array(z.string().regex(/^[\w.-]{1,100}\*?$/, 'the type of an event, e.g. customer.updated or customer.*'))
      .max(50)
      .default([])
      .describe('Types of webhooks that tell of this stream; * at the end stands for any rest'),
    eventId: path.default('data.id').describe('Path to the id, or the ids, in a webhook; where there is none, the stream is read'),
  })
  .refine(({ item }) => item === undefined || item.url.includes('{id}') || item.url.includes('%7Bid%7D'), { message: 'the address of one record needs {id}', path: ['item'] });

/** The `config:` block of a `rest` connection. */
export const restConfig = z
  .strictObject({
    header: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,100}$/)
      .default('authorization')
      .describe('Header that carries the secret `token`'),
    scheme: z.string().max(50).default('Bearer').describe('Word before the token; empty for none'),
    streams: z.record(z.string().regex(/^[^\s/#%:@]{1,60}$/u), streamConfig).refine((streams) => Object.keys(streams).length > 0, 'name at least one stream'),
  })
  .refine(({ streams }) => new Set(addressesOf(streams).map((url) => new URL(url).origin)).size <= 1, {
    message: 'all addresses of a connection are of one server, so that its token goes to no other; make a connection for each server',
    path: ['streams'],
  });

/** A connection's configuration, complete. */
export type RestConfig = z.infer<typeof restConfig>;
/** One stream of it, complete. */
export type RestStreamConfig = z.infer<typeof streamConfig>;

/** All addresses that streams name. */
export function addressesOf(streams: Readonly<Record<string, RestStreamConfig>>): string[] {
  return Object.values(streams).flatMap(({ url, item }) => (item === undefined ? [url] : [url, item.url]));
}

/** A record is whatever object the list holds. */
export const restRecord = z.record(z.string(), z.json() as unknown as z.ZodType<Json>);

/** Where a pass stands; empty between passes, because every pass reads the whole list. */
export const restCursor = z.strictObject({
  /** The page to go on with, and how many of its records are done. */
  at: z.string().max(urlCharsMax).optional(),
  skip: z.int().nonnegative().optional(),
  /** Pages done. */
  pages: z.int().nonnegative().optional(),
  /** A row without a key was met: some record may be hidden behind it, so absence proves nothing. */
  blind: z.literal(true).optional(),
});

/** See {@link restCursor}. */
export type RestCursor = z.infer<typeof restCursor>;
