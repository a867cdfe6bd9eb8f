import { lazily } from '../../../model/lazily.ts';
import type { ByteSource } from './byteSource.ts';
import { encodingOf } from './encoding.ts';
import { streamBytesMax } from './limits.ts';

const iconv = lazily<typeof import('iconv-lite')>('iconv-lite');

/** So much of the text decides what a file is. */
const headChars = 100_000;

/** The text of a file in pieces, as often as asked, with `\n` line ends and without a byte-order mark. */
export interface TextSource {
  /** The first 100,000 characters. */
  readonly head: string;
  chunks(): Iterable<string>;
}

/** Turns bytes into text. The encoding is found by one look at all bytes; an empty or too large file is a named refusal. */
export function textSource(source: ByteSource, bytesMax = streamBytesMax): TextSource {
  const encoding = encodingOf(source, bytesMax, (name) => iconv().encodingExists(name));
  const chunks = (): Iterable<string> => withLineFeeds(decoded(source, encoding));
  let head = '';
  for (const chunk of chunks()) {
    head += chunk;
    if (head.length >= headChars) break;
  }
  return { head: head.slice(0, headChars), chunks };
}

function* decoded(source: ByteSource, encoding: string): Generator<string> {
  // The platform's decoder is several times faster, and UTF-8 is what nearly all files are.
  const utf8 = encoding === 'utf-8' ? new TextDecoder('utf-8') : undefined;
  const other = utf8 === undefined ? iconv().getDecoder(encoding) : undefined;
  for (const chunk of source.chunks()) {
    yield utf8?.decode(chunk, { stream: true }) ?? other?.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)) ?? '';
  }
  yield utf8?.decode() ?? other?.end() ?? '';
}

/** `\r\n` and `\r` become `\n`, also where a piece ends between the two. */
function* withLineFeeds(chunks: Iterable<string>): Generator<string> {
  let isFirst = true;
  let endedInReturn = false;
  for (const piece of chunks) {
    if (piece === '') continue;
    let text = isFirst && piece.startsWith('\ufeff') ? piece.slice(1) : piece;
    isFirst = false;
    if (endedInReturn && text.startsWith('\n')) text = text.slice(1);
    endedInReturn = piece.endsWith('\r');
    if (text !== '') yield text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  }
}
