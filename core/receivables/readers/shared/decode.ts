import { lazily } from '../../../model/lazily.ts';
import { refuse } from '../../model/refusal.ts';

const iconv = lazily<typeof import('iconv-lite')>('iconv-lite');

/** Larger files are refused by name: a year of statements of a busy account is below 50 MB. */
export const fileBytesMax = 64_000_000;

/** Turns the bytes of a file into text with `\n` line ends: byte-order mark, then strict UTF-8, then the declared encoding, then GB 18030 when the bytes pair up as Chinese does, then Windows-1252 (which never fails). */
export function decodeText(bytes: Uint8Array, declared?: string): string {
  if (bytes.length === 0) refuse('empty_file', 'The file is empty.', '文件为空。');
  if (bytes.length > fileBytesMax)
    refuse('too_large', `The file is larger than ${fileBytesMax / 1_000_000} MB; export a shorter period.`, `文件超过 ${fileBytesMax / 1_000_000} MB,请缩短导出期间。`);
  const text = decodeBytes(bytes, declared ?? declaredEncoding(bytes));
  return text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
}

function decodeBytes(bytes: Uint8Array, declared: string | undefined): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return iconv().decode(buffer, 'utf-16le');
  if (buffer[0] === 0xfe && buffer[1] === 0xff) return iconv().decode(buffer, 'utf-16be');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer);
  } catch {
    if (declared !== undefined && !/^(utf-?8|us-?ascii)$/i.test(declared) && iconv().encodingExists(declared)) return iconv().decode(buffer, declared);
    return iconv().decode(buffer, pairsLikeChinese(buffer) ? 'gb18030' : 'windows-1252');
  }
}

/** In GB 2312 text high bytes come in pairs; accented Latin letters stand alone between ASCII letters. */
function pairsLikeChinese(bytes: Buffer): boolean {
  let runs = 0;
  let even = 0;
  let length = 0;
  const end = Math.min(bytes.length, 200_000);
  for (let i = 0; i <= end; i += 1) {
    if (i < end && (bytes[i] as number) >= 0xa1) {
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

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 400)).toString('latin1');
  const xml = /^\s*<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1];
  if (xml !== undefined) return xml;
  const charset = /^CHARSET:(\d+)\s*$/m.exec(head)?.[1];
  return charset === undefined ? undefined : `windows-${charset}`;
}
