import { currencyDigits } from '../../model/money.ts';
import type { InvoiceDocument } from '../model/invoiceDocument.ts';
import { type Refusal, RefusedFile, refuse } from '../model/refusal.ts';
import { ciiNames, readCii } from './cii/read.ts';
import { shapeOf } from './detect.ts';
import { einvNames, readEinv } from './einv/read.ts';
import { decodeText } from './shared/decode.ts';
import { readUbl, ublNames } from './ubl/read.ts';
import { outermost, type XmlElement } from './xml/element.ts';
import { parseXml } from './xml/parse.ts';

/** One invoice of a file. `refused` says why it cannot be used; what could be read is given all the same. */
export interface ReadInvoice {
  readonly document?: InvoiceDocument;
  readonly refused?: Refusal;
}

/** One invoice file: all invoices in it (an envelope can hold several), or why there are none. */
export interface InvoiceFile {
  readonly file: string;
  readonly format: string;
  readonly invoices: readonly ReadInvoice[];
  readonly refused?: Refusal;
}

/** Reads UBL 2.1, CII and 数电票 invoices, bare or inside an envelope. It never throws for what the bytes hold. */
export function readInvoice(bytes: Uint8Array, file: string): InvoiceFile {
  let format = 'unknown';
  try {
    const text = decodeText(bytes);
    if (shapeOf(text) !== 'xml') refuse('unknown_format', 'This is no XML invoice (UBL, CII or 数电票).', '不是 XML 发票(UBL、CII 或数电票)。', 1);
    format = 'xml';
    const roots = outermost(parseXml(text), new Set([...ublNames, ...ciiNames, ...einvNames]));
    if (roots.length === 0) refuse('no_invoice', 'The document holds no UBL, CII or 数电票 invoice.', '文档中没有 UBL、CII 或数电票发票。', 1);
    const invoices = roots.map(readOne);
    return { file, format: invoices[0]?.document?.format ?? format, invoices };
  } catch (error) {
    if (error instanceof RefusedFile) return { file, format, invoices: [], refused: error.refusal };
    throw error;
  }
}

function readOne(root: XmlElement): ReadInvoice {
  try {
    const document = ublNames.has(root.name) ? readUbl(root) : ciiNames.has(root.name) ? readCii(root) : readEinv(root);
    const refused = whyUnusable(document);
    return refused === undefined ? { document } : { document, refused };
  } catch (error) {
    if (error instanceof RefusedFile) return { refused: error.refusal };
    throw error;
  }
}

function whyUnusable(document: InvoiceDocument): Refusal | undefined {
  const { line } = document;
  if (document.currency === undefined || currencyDigits(document.currency) === undefined) {
    return { code: 'currency_unknown', message: { en: 'The invoice names no known currency.', zh: '发票没有可识别的币种。' }, line };
  }
  if (document.number === undefined) return { code: 'number_missing', message: { en: 'The invoice has no number.', zh: '发票没有号码。' }, line };
  if (document.totals.payable === undefined) return { code: 'total_missing', message: { en: 'The invoice states no amount to pay.', zh: '发票没有应付金额。' }, line };
  return undefined;
}
