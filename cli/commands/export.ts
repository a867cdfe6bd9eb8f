import { once } from 'node:events';
import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { canonicalTypes } from '../../core/model/types.ts';
import type { RecordView } from '../../core/sync/views/records.ts';
import { CommandFailure, type ExitCode, exitCodes } from '../exit.ts';
import { told } from '../io.ts';
import { count, counted } from '../output/amounts.ts';
import { csvHead, csvLine } from '../output/csv.ts';
import { progress } from '../output/progress.ts';
import type { Session } from '../session.ts';

/** Options of `syncline export`. */
export interface ExportOptions {
  readonly format: string;
  readonly out: string | undefined;
}

/** `syncline export <type>`: every entity as JSON lines or CSV. A file is written beside and renamed, so it is whole or not there. */
export async function exportType(session: Session, type: string, options: ExportOptions): Promise<ExitCode> {
  const { io, client } = session;
  if (options.format !== 'ndjson' && options.format !== 'csv') {
    throw new CommandFailure(exitCodes.usage, { en: `There is no format “${options.format}”: ndjson or csv.`, zh: `没有格式“${options.format}”：请用 ndjson 或 csv。` });
  }
  const fields = Object.keys(canonicalTypes.get(type)?.fields ?? {});
  const lines = whole(client.lines(`/export/${encodeURIComponent(type)}`));
  const texts = options.format === 'csv' ? csvOf(lines, fields) : lines;
  if (options.out === undefined) {
    for await (const text of texts) io.out(text);
    return exitCodes.ok;
  }
  const written = await writeBeside(resolve(io.cwd, options.out), texts, session);
  const records = options.format === 'csv' ? written - 1 : written;
  io.err(told(io, { en: `${counted(records, 'record')} → ${options.out}`, zh: `${count(records)} 条记录 → ${options.out}` }));
  return exitCodes.ok;
}

/** The lines without the last one, which says that nothing is missing; fails when it did not come. */
async function* whole(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let count = 0;
  for await (const line of lines) {
    if (line.startsWith('{"end":true')) {
      if ((JSON.parse(line) as { records: number }).records === count) return;
      break;
    }
    count += 1;
    yield line;
  }
  throw new CommandFailure(exitCodes.unreachable, { en: 'The connection ended before the export was whole.', zh: '导出未完成，连接已中断。' });
}

async function* csvOf(lines: AsyncIterable<string>, fields: readonly string[]): AsyncGenerator<string> {
  yield csvHead(fields);
  for await (const line of lines) yield csvLine(JSON.parse(line) as RecordView, fields);
}

async function writeBeside(file: string, texts: AsyncIterable<string>, { io }: Session): Promise<number> {
  const beside = `${file}.${process.pid}.part`;
  const stream = createWriteStream(beside, { flush: true });
  const bar = progress(io);
  let lines = 0;
  try {
    for await (const text of texts) {
      lines += 1;
      if (lines % 500 === 0) bar.show(count(lines));
      if (!stream.write(`${text}\n`)) await once(stream, 'drain');
    }
    stream.end();
    await finished(stream);
    renameSync(beside, file);
    return lines;
  } catch (error) {
    stream.destroy();
    rmSync(beside, { force: true });
    throw error;
  } finally {
    bar.clear();
  }
}
