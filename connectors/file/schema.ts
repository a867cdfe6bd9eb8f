import * as z from 'zod';
import type { Json } from '../../core/model/json.ts';

/** Formats that a file can have. `auto` goes by the file's extension. */
export const formatNames = ['csv', 'json', 'ndjson', 'vcard', 'eml', 'mbox'] as const;

/** Encodings that text files come in; `gb18030` contains GBK and GB2312, `windows-1252` contains latin1. */
export const encodingNames = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'windows-1252'] as const;

/** One of {@link formatNames}. */
export type FormatName = (typeof formatNames)[number];
/** One of {@link encodingNames}. */
export type EncodingName = (typeof encodingNames)[number];

const column = z.string().min(1).max(200);
const encoding = z
  .enum(['auto', ...encodingNames, 'gbk', 'gb2312', 'latin1'])
  .default('auto')
  .transform((name) => (name === 'gbk' || name === 'gb2312' ? 'gb18030' : name === 'latin1' ? 'windows-1252' : name));

const streamConfig = z
  .strictObject({
    files: z.string().min(1).max(200).describe('File name or pattern below the folder: * and ? within a folder, ** across folders'),
    format: z
      .enum(['auto', ...formatNames])
      .default('auto')
      .describe('Default: by the extension (.csv .tsv .txt .json .ndjson .jsonl .vcf .eml .mbox)'),
    key: z
      .union([column.transform((name) => [name]), z.array(column).min(1).max(5)])
      .optional()
      .describe('Column or columns that name a record; vCard, mail: known'),
    modified: column.optional().describe('Column with the time of the last change, ISO 8601 with a zone'),
    header: z.boolean().default(true).describe('CSV: the first row names the columns; otherwise column_1, column_2, …'),
    columns: z.array(column).min(1).max(1_000).optional().describe('CSV: columns of a file that does not exist yet; it is made by the first write'),
    delimiter: z.string().min(1).max(4).optional().describe('CSV: default: found from the file'),
    quote: z.string().max(1).default('"').describe('CSV: empty for none'),
    encoding: encoding.describe('Default: found from the file'),
    list: z.string().max(200).optional().describe('JSON: path to the list in the object, e.g. data.items; default: the only list there is'),
    writable: z.boolean().default(false).describe('Syncline may change the file'),
    newKey: z
      .enum(['external', 'number', 'uuid'])
      .default('external')
      .describe('Key of a new record: our own name for it, the next number, or a UUID that its operation determines'),
    externalId: column.optional().describe('Column that keeps our own name for a new record; needed with newKey: number'),
    spreadsheetSafe: z.boolean().default(false).describe("Write ' before text that a spreadsheet would run as a formula"),
    money: z.array(column).max(50).default([]).describe('Columns that hold amounts'),
  })
  .refine((s) => !(s.writable && s.newKey === 'number' && s.externalId === undefined), {
    message: 'newKey: number needs externalId: a column in which a repeated create finds its record',
    path: ['externalId'],
  });

/** The `config:` block of a file connection. `folder` is resolved by the workspace, beside its file. */
export const fileConfig = z.strictObject({
  folder: z.string().min(1).max(1_000),
  streams: z.record(z.string().regex(/^[^\s/#%:@]{1,60}$/u), streamConfig),
});

/** A file connection's configuration, complete. */
export type FileConfig = z.infer<typeof fileConfig>;
/** One stream of it, complete. */
export type FileStreamConfig = z.infer<typeof streamConfig>;

/** A record is whatever the row, object, card or message holds. */
export const fileRecord = z.record(z.string(), z.json() as unknown as z.ZodType<Json>);

/** Where a pass stands: which content it reads and how many rows of it are done. Small whatever the number of files. */
export const fileCursor = z.strictObject({
  /** Digest of names, contents and settings. */
  content: z.string(),
  /** Digest of names, sizes and times: the cheap look. */
  stamp: z.string(),
  /** Rows given so far; absent when the pass has ended. */
  rows: z.int().nonnegative().optional(),
  /** The content changed while a pass was reading: the pass after it reads everything again. */
  torn: z.literal(true).optional(),
});

/** See {@link fileCursor}. */
export type FileCursor = z.infer<typeof fileCursor>;
