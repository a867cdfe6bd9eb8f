import { lazily } from '../../../core/model/lazily.ts';
import type { EncodingName } from '../schema.ts';
import type { Shape } from './shape.ts';

const iconv = lazily<typeof import('iconv-lite')>('iconv-lite');

/** Decodes a file's chunks into text (`binary`: a character for each byte) without its byte order mark; characters that cut across chunks are put together. */
export async function* textOf(chunks: AsyncIterable<Uint8Array>, encoding: EncodingName | 'binary'): AsyncIterable<string> {
  const decoder = iconv().getDecoder(encoding, { stripBOM: true });
  for await (const chunk of chunks) {
    const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (text !== '') yield text;
  }
  const rest = decoder.end();
  if (rest !== undefined && rest !== '') yield rest;
}

/** Decodes a whole file. */
export function decodeAll(bytes: Uint8Array, encoding: EncodingName): string {
  return iconv().decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding, { stripBOM: true });
}

/** Encodes a whole file as it was: same encoding, byte order mark or none. */
export function encodeAll(text: string, shape: Pick<Shape, 'encoding' | 'bom'>): Uint8Array {
  return iconv().encode(text, shape.encoding, { addBOM: shape.bom });
}

/** True when the encoding can hold every character of the text. */
export function canEncode(text: string, encoding: EncodingName): boolean {
  if (encoding.startsWith('utf')) return text.isWellFormed();
  return iconv().decode(iconv().encode(text, encoding), encoding) === text;
}
