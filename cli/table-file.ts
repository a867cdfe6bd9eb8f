import { CsvSplitter } from '../connectors/file/formats/csvSplit.ts';
import { delimiterOf } from '../connectors/file/formats/delimiter.ts';
import { EncodingProbe } from '../connectors/file/formats/encoding.ts';
import { decodeAll } from '../connectors/file/formats/text.ts';
import type { Table } from '../core/identity/table/table.ts';
import { CommandFailure, exitCodes } from './exit.ts';
import { givenFile } from './input-file.ts';
import { type Io, told } from './io.ts';
import { printable } from './output/printable.ts';

/** Tables are compared in memory: some million rows of names and addresses. */
const tableBytesMax = 400_000_000;
/** Text from the beginning that the delimiter is found from. */
const headChars = 65_536;

/** Reads a CSV file as a table, whatever its encoding and delimiter. Rows that are broken stay in their place, so that row numbers are those of the file; how many they are is told. */
export function tableFile(io: Io, name: string): Table {
  const { bytes } = givenFile(io, name, tableBytesMax + 1);
  if (bytes.length > tableBytesMax) throw new CommandFailure(exitCodes.usage, { en: `${name} is larger than 400 MB. Split it.`, zh: `${name} 超过 400 MB，请拆分。` });
  const probe = new EncodingProbe();
  probe.push(bytes);
  const text = decodeAll(bytes, probe.found().encoding);
  const eol = !text.includes('\n') && text.includes('\r') ? '\r' : '\n';
  const delimiter = delimiterOf(text.slice(0, headChars), '"', eol);
  const splitter = new CsvSplitter({ delimiter, quote: '"', eol });
  const [header, ...rows] = [...splitter.push(text), ...splitter.end()].filter((row, i) => i > 0 || !/^sep=.?$/.test(row.cells.join(delimiter)));
  if (header === undefined || header.broken) throw new CommandFailure(exitCodes.usage, { en: `${name} has no header row.`, zh: `${name} 没有表头。` });
  const bad = rows.filter((row) => row.broken || row.cells.length > header.cells.length);
  if (bad.length > 0) {
    const lines = bad.slice(0, 5).map((row) => row.line);
    io.err(
      io.paint.yellow(
        told(io, {
          en: `${printable(name)}: ${bad.length} rows do not fit the header (lines ${lines.join(', ')}${bad.length > lines.length ? ' …' : ''})`,
          zh: `${printable(name)}：${bad.length} 行与表头不符（第 ${lines.join('、')}${bad.length > lines.length ? ' …' : ''} 行）`,
        }),
      ),
    );
  }
  return { headers: header.cells.map((cell) => cell.trim()), rows: rows.map((row) => row.cells) };
}
