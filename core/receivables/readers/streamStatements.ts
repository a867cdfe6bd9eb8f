import { refuse } from '../model/refusal.ts';
import type { StatementPart } from '../model/statementPart.ts';
import { readBai2 } from './bai2/read.ts';
import { readCamt } from './camt/read.ts';
import { type CsvOptions, readCsv } from './csv/read.ts';
import { shapeOf } from './detect.ts';
import { readMt940 } from './mt940/read.ts';
import { readOfx } from './ofx/read.ts';
import type { ByteSource } from './source/byteSource.ts';
import { type TextSource, textSource } from './source/textSource.ts';

/** How a bank file is read. */
export interface StreamOptions extends CsvOptions {
  /** Larger files are refused; 2 GB unless given. */
  readonly bytesMax?: number;
}

/**
 * Reads a bank file of any known format, found by its content, line by line: what is held does not grow with the file.
 * A file that cannot be read throws `RefusedFile` at the place where that shows; lines given before then do not count,
 * so a caller that acts on them proves the file first ({@link proveFile}).
 */
export function* streamStatements(source: ByteSource, options: StreamOptions = {}, found?: (shape: string) => void): Generator<StatementPart> {
  const text = textSource(source, options.bytesMax);
  const shape = shapeOf(text.head);
  found?.(shape);
  yield* readShape(shape, text, options);
}

function readShape(shape: ReturnType<typeof shapeOf>, text: TextSource, options: CsvOptions): Generator<StatementPart> {
  switch (shape) {
    case 'xml':
      return readCamt(text.chunks());
    case 'ofx':
      return readOfx(text);
    case 'mt940':
      return readMt940(text.chunks(), options.currency);
    case 'bai2':
      return readBai2(text.chunks());
    case 'csv':
      return readCsv(text, options);
    default:
      return refuse(
        'unknown_format',
        'This is no bank statement we know (CAMT, MT940/942, OFX, BAI2 or a CSV with a profile).',
        '无法识别为银行对账单(CAMT、MT940/942、OFX、BAI2 或有模板的 CSV)。',
        1,
      );
  }
}
