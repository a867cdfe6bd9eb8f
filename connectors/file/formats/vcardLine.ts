import { lazily } from '../../../core/model/lazily.ts';

const iconv = lazily<typeof import('iconv-lite')>('iconv-lite');

/** One property of a vCard, unfolded and decoded. */
export interface Property {
  /** Upper case, without its group. */
  readonly name: string;
  readonly types: readonly string[];
  /** As it stands after the colon: escapes still in it. */
  readonly value: string;
}

/** Reads one unfolded line (`item1.TEL;TYPE=work,voice:+41…`); undefined when it is none. Quoted-printable and base64 text (vCard 2.1) is decoded with its charset. */
export function propertyOf(line: string): Property | undefined {
  const colon = outsideQuotes(line, ':', 0);
  if (colon < 0) return undefined;
  const [head = '', ...params] = splitOutsideQuotes(line.slice(0, colon), ';');
  const name = head.slice(head.lastIndexOf('.') + 1).toUpperCase();
  if (!/^[A-Z0-9-]+$/.test(name)) return undefined;
  const types: string[] = [];
  let charset = 'utf-8';
  let encoding = '';
  for (const param of params) {
    const [key, value] = keyAndValue(param);
    if (key === 'TYPE') types.push(...value.toLowerCase().split(','));
    else if (key === 'CHARSET') charset = value;
    else if (key === 'ENCODING') encoding = value.toUpperCase();
    else if (key === 'PREF') types.push('pref');
  }
  const raw = line.slice(colon + 1);
  return { name, types: types.filter((t) => t !== ''), value: encoding === 'QUOTED-PRINTABLE' ? fromQuotedPrintable(raw, charset) : raw };
}

/** vCard 2.1 writes `TEL;WORK;VOICE:` and `;QUOTED-PRINTABLE:`: a parameter that is only a value. */
function keyAndValue(param: string): readonly [string, string] {
  const equals = param.indexOf('=');
  if (equals >= 0) return [param.slice(0, equals).toUpperCase(), param.slice(equals + 1).replaceAll('"', '')];
  const bare = param.toUpperCase();
  return bare === 'QUOTED-PRINTABLE' || bare === 'BASE64' ? ['ENCODING', bare] : ['TYPE', param];
}

function fromQuotedPrintable(text: string, charset: string): string {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const hex = text[i] === '=' ? text.slice(i + 1, i + 3) : '';
    if (/^[0-9A-Fa-f]{2}$/.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      i += 2;
    } else bytes.push(...Buffer.from(text[i] as string));
  }
  return iconv().decode(Buffer.from(bytes), iconv().encodingExists(charset) ? charset : 'utf-8');
}

function outsideQuotes(text: string, mark: string, from: number): number {
  let quoted = false;
  for (let i = from; i < text.length; i += 1) {
    if (text[i] === '"') quoted = !quoted;
    else if (!quoted && text[i] === mark) return i;
  }
  return -1;
}

function splitOutsideQuotes(text: string, mark: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = outsideQuotes(text, mark, 0); at >= 0; at = outsideQuotes(text, mark, from)) {
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  parts.push(text.slice(from));
  return parts;
}

/** Takes `\n`, `\,`, `\;` and `\\` out of a value. */
export function unescaped(value: string): string {
  return value.replace(/\\([nN,;:\\])/g, (_, c: string) => (c === 'n' || c === 'N' ? '\n' : c));
}

/** Splits a structured value at unescaped marks and takes the escapes out of the parts. */
export function partsAt(value: string, mark: ';' | ','): string[] {
  const parts: string[] = [];
  let part = '';
  for (let i = 0; i < value.length; i += 1) {
    if (value[i] === '\\' && i + 1 < value.length) {
      part += value.slice(i, i + 2);
      i += 1;
    } else if (value[i] === mark) {
      parts.push(part);
      part = '';
    } else part += value[i];
  }
  parts.push(part);
  return parts.map(unescaped);
}

/** Puts the escapes into a value. */
export function escaped(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replaceAll(',', '\\,')
    .replaceAll(';', '\\;');
}

/** Octets of one physical line (RFC 6350 §3.2). */
const foldBytes = 75;

/** Folds a line at 75 octets, never inside a character. */
export function folded(line: string, eol: string): string {
  let out = '';
  let bytes = 0;
  for (const char of line) {
    const size = Buffer.byteLength(char);
    if (bytes + size > foldBytes) {
      out += `${eol} `;
      bytes = 1;
    }
    out += char;
    bytes += size;
  }
  return out;
}
