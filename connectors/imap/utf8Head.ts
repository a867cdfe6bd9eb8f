/** Header blocks end at the first empty line. */
const blank = [Buffer.from('\r\n\r\n'), Buffer.from('\n\n')];

/** Turns the header block into UTF-8. RFC 5322 allows only ASCII there, but old mailers write GBK or Latin-1 as it is: the charset of the body is then the best guess, else GB 18030. The body's bytes stay. */
export function utf8Head(mail: Uint8Array): Uint8Array {
  const bytes = Buffer.from(mail.buffer, mail.byteOffset, mail.byteLength);
  const ends = blank.map((mark) => bytes.indexOf(mark)).filter((at) => at >= 0);
  const head = bytes.subarray(0, ends.length === 0 ? bytes.length : Math.min(...ends));
  if (isUtf8(head)) return mail;
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(head.toString('latin1'))?.[1] ?? 'gb18030';
  return Buffer.concat([Buffer.from(decode(head, charset)), bytes.subarray(head.length)]);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Unknown labels and UTF-8 (which it is not) fall back to GB 18030, which decodes any bytes. */
function decode(bytes: Uint8Array, charset: string): string {
  const label = /^(utf-?8|us-ascii)$/i.test(charset) ? 'gb18030' : charset;
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
