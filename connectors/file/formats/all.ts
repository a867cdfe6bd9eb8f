import type { FileStreamConfig, FormatName } from '../schema.ts';
import { csv } from './csv.ts';
import { eml } from './eml.ts';
import type { Format } from './format.ts';
import { json } from './json.ts';
import { mbox } from './mbox.ts';
import { ndjson } from './ndjson.ts';
import { vcard } from './vcard.ts';

const formats: Readonly<Record<FormatName, Format>> = { csv, json, ndjson, vcard, eml, mbox };

const byExtension: Readonly<Record<string, FormatName>> = {
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  json: 'json',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  vcf: 'vcard',
  vcard: 'vcard',
  eml: 'eml',
  mbox: 'mbox',
  mbx: 'mbox',
};

/** The format of a stream's files: as configured, else by the extension of the path or pattern; `csv` when that says nothing. All files of a stream have one format. */
export function formatNameOf(stream: FileStreamConfig): FormatName {
  if (stream.format !== 'auto') return stream.format;
  return byExtension[/\.([a-z]+)$/i.exec(stream.files)?.[1]?.toLowerCase() ?? ''] ?? 'csv';
}

/** The format that {@link formatNameOf} names. */
export function formatOf(stream: FileStreamConfig): Format {
  return formats[formatNameOf(stream)];
}

/** Columns that name a record: configured, else the format's own; empty when neither says. */
export function keyColumns(stream: FileStreamConfig): readonly string[] {
  return stream.key ?? formatOf(stream).key ?? [];
}
