/** The summary of a mail holds at most this much: enough to recognise it, not a copy of it. */
const summaryCharsMax = 400;
const summaryLinesMax = 6;

/** Lines that begin the quotation of an earlier mail, as common programs write them. */
const quotation =
  /^(-{2,}\s*(original message|ursprüngliche nachricht|原始邮件|转发邮件)|_{10,}$|发件人[:：]|on .{5,200}(wrote|writes):$|am .{5,200} schrieb .{1,200}:$|在.{5,100}写道[:：]$)/i;

/** The first lines of a mail: no quotations, no empty lines, control characters out, at most six lines and 400 characters. Null when nothing is left. */
export function summaryOf(text: string | undefined, html: string | undefined): string | null {
  const plain = text !== undefined && text.trim() !== '' ? text : textOfHtml(html ?? '');
  const lines: string[] = [];
  for (const raw of plain.split(/\r\n|\r|\n/)) {
    const line = raw
      .replace(/[\p{Cc}\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim();
    if (quotation.test(line)) break;
    if (line === '' || line.startsWith('>')) continue;
    lines.push(line);
    if (lines.length === summaryLinesMax) break;
  }
  const whole = lines.join('\n').toWellFormed();
  return whole === '' ? null : cut(whole);
}

/** Cuts at a code point, so that no half of an emoji stays. */
function cut(text: string): string {
  return text.length <= summaryCharsMax ? text : `${text.slice(0, summaryCharsMax - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The visible text of HTML, roughly: for a preview only, never shown as HTML. */
function textOfHtml(html: string): string {
  return html
    .replace(/<(style|script|head|title)\b[\s\S]*?(<\/\1\s*>|$)/gi, ' ')
    .replace(/<!--[\s\S]*?(-->|$)/g, ' ')
    .replace(/<(br|\/p|\/div|\/tr|\/li|\/h[1-6])\b[^>]*>/gi, '\n')
    .replace(/<[^>]*(>|$)/g, ' ')
    .replace(/&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z]{2,6});/gi, (whole, name: string) => entityOf(name.toLowerCase()) ?? whole);
}

function entityOf(name: string): string | undefined {
  if (!name.startsWith('#')) return entities[name];
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : '';
}
