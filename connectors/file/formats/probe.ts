import { createHash } from 'node:crypto';
import type { FileStreamConfig } from '../schema.ts';
import { delimiterOf } from './delimiter.ts';
import { EncodingProbe } from './encoding.ts';
import type { Shape } from './shape.ts';
import { decodeAll } from './text.ts';

/** Bytes from the beginning that delimiter and line ends are found from. */
const headBytes = 64 * 1024;

/** Reads a file once and tells its shape and hash. What the configuration says is not questioned. */
export async function probe(chunks: AsyncIterable<Uint8Array>, stream: FileStreamConfig): Promise<Shape> {
  const hash = createHash('sha256');
  const encodingProbe = new EncodingProbe();
  const head: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    encodingProbe.push(chunk);
    if (bytes < headBytes) head.push(chunk.slice(0, headBytes - bytes));
    bytes += chunk.length;
  }
  const found = encodingProbe.found();
  const told = stream.encoding === 'auto' ? undefined : stream.encoding;
  const encoding = told ?? found.encoding;
  const text = decodeAll(Buffer.concat(head), encoding);
  const eol = eolOf(text);
  return {
    encoding,
    confidence: told === undefined ? found.confidence : 'told',
    bom: found.bom,
    damaged: told === undefined || told === found.encoding ? found.damaged : true,
    eol,
    delimiter: stream.delimiter ?? delimiterOf(text, stream.quote, eol),
    bytes,
    sha256: hash.digest('hex'),
  };
}

function eolOf(text: string): Shape['eol'] {
  const feed = text.indexOf('\n');
  if (feed < 0) return text.includes('\r') ? '\r' : '\n';
  return feed > 0 && text[feed - 1] === '\r' ? '\r\n' : '\n';
}
