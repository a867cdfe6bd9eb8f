import { type Refusal, RefusedFile, refuse } from '../model/refusal.ts';
import type { BankFile, BankStatement } from '../model/statement.ts';
import { readBai2 } from './bai2/read.ts';
import { readCamt } from './camt/read.ts';
import { type CsvOptions, readCsv } from './csv/read.ts';
import { shapeOf } from './detect.ts';
import { readMt940 } from './mt940/read.ts';
import { readOfx } from './ofx/read.ts';
import { decodeText } from './shared/decode.ts';
import { parseXml } from './xml/parse.ts';

/** One bank file as read: its statements, or why there are none. `format` is what it was taken for, `unknown` when nothing fitted. */
export interface StatementFile {
  readonly file: string;
  readonly format: string;
  readonly statements: readonly BankStatement[];
  readonly refused?: Refusal;
}

/** Reads a bank file of any known format, found by its content. It never throws for what the bytes hold: a file that cannot be read is a named refusal. */
export function readStatements(bytes: Uint8Array, file: string, options: CsvOptions = {}): StatementFile {
  let format = 'unknown';
  try {
    const text = decodeText(bytes);
    const shape = shapeOf(text);
    format = shape;
    const read = readShape(shape, text, options);
    return { file, format: read.format, statements: read.statements };
  } catch (error) {
    if (error instanceof RefusedFile) return { file, format, statements: [], refused: error.refusal };
    throw error;
  }
}

function readShape(shape: ReturnType<typeof shapeOf>, text: string, options: CsvOptions): BankFile {
  switch (shape) {
    case 'xml':
      return readCamt(parseXml(text));
    case 'ofx':
      return readOfx(text);
    case 'mt940':
      return readMt940(text, options.currency);
    case 'bai2':
      return readBai2(text);
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
