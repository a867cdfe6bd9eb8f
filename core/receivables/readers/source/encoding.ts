import { refuse } from '../../model/refusal.ts';
import type { ByteSource } from './byteSource.ts';

/** So much of a file decides which of two encodings without a mark it has. */
const sampleBytes = 200_000;

/** How the bytes of a file are to be read. */
export type Encoding = string;

/** Finds the encoding of a file: byte-order mark, then strict UTF-8 over the whole file, then the declared encoding, then GB 18030 when the bytes pair up as Chinese does, then Windows-1252 (which never fails). An empty or too large file is refused. */
export function encodingOf(source: ByteSource, bytesMax: number, known: (encoding: string) => boolean): Encoding {
  const strict = new TextDecoder('utf-8', { fatal: true });
  const sample: Uint8Array[] = [];
  let [count, sampled] = [0, 0];
  let isUtf8 = true;
  let isPlain = true;
  const stillUtf8 = (chunk?: Uint8Array): boolean => {
    try {
      const text = strict.decode(chunk, { stream: chunk !== undefined });
      isPlain = isPlain && !/\P{ASCII}/u.test(text);
      return true;
    } catch {
      return false;
    }
  };
  for (const chunk of source.chunks()) {
    count += chunk.length;
    if (count > bytesMax)
      refuse('too_large', `The file is larger than ${bytesMax / 1_000_000} MB; export a shorter period.`, `文件超过 ${bytesMax / 1_000_000} MB,请缩短导出期间。`);
    if (sampled < sampleBytes) {
      sample.push(chunk.slice(0, sampleBytes - sampled));
      sampled += chunk.length;
    }
    isUtf8 = isUtf8 && stillUtf8(chunk);
  }
  if (count === 0) refuse('empty_file', 'The file is empty.', '文件为空。');
  const head = Buffer.concat(sample);
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (isUtf8 && stillUtf8()) return 'utf-8';
  // Characters before the last one were whole UTF-8, the last one is not: the file was cut off inside it.
  if (isUtf8 && !isPlain) refuse('truncated', 'The file ends inside a character; it was cut off.', '文件在一个字符中间结束,内容被截断。');
  const declared = declaredEncoding(head);
  if (declared !== undefined && !/^(utf-?8|us-?ascii)$/i.test(declared) && known(declared)) return declared;
  return pairsLikeChinese(head) ? 'gb18030' : 'windows-1252';
}

/** In GB 2312 text high bytes come in pairs; accented Latin letters stand alone between ASCII letters. */
function pairsLikeChinese(bytes: Buffer): boolean {
  let [runs, even, length] = [0, 0, 0];
  for (let i = 0; i <= bytes.length; i += 1) {
    if (i < bytes.length && (bytes[i] as number) >= 0xa1) {
      length += 1;
      continue;
    }
    if (length > 0) {
      runs += 1;
      if (length % 2 === 0) even += 1;
    }
    length = 0;
  }
  return runs > 0 && even / runs >= 0.85;
}

function declaredEncoding(head: Buffer): string | undefined {
  const text = head.toString('latin1', 0, 400);
  const xml = /^\s*<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']/.exec(text)?.[1];
  if (xml !== undefined) return xml;
  const charset = /^CHARSET:(\d+)\s*$/m.exec(text)?.[1];
  return charset === undefined ? undefined : `windows-${charset}`;
}
