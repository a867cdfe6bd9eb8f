import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { summaryOf } from './summary.ts';

describe('the summary of a mail', () => {
  test('is its first lines without quotations and empty lines', () => {
    expect(summaryOf('Hello,\r\n\r\n> you wrote\r\nwe paid   today.\r\n\r\n-----Original Message-----\r\nSecret', undefined)).toBe('Hello,\nwe paid today.');
  });
  test.each(['On Mon, 2 Nov 2026, Anna <a@b.example> wrote:', '在 2026年11月2日，张伟 写道：', '发件人: 张伟', 'Am 02.11.2026 um 10:00 schrieb Anna:'])('ends at %s', (line) => {
    expect(summaryOf(`Yes.\n${line}\nold text`, undefined)).toBe('Yes.');
  });
  test('is taken from HTML when there is no text: no styles, no scripts, no tags', () => {
    const html = '<head><title>t</title></head><style>p{}</style><script>alert(1)</script><p>Hello &amp; 你好&#33;</p><div>second<!-- no --></div>';
    expect(summaryOf(' \n', html)).toBe('Hello & 你好!\nsecond');
  });
  test('is null for an empty mail', () => {
    expect(summaryOf('', undefined)).toBeNull();
    expect(summaryOf(undefined, '<style>only</style>')).toBeNull();
  });
  test('is never long, never holds control characters or half an emoji, whatever the mail is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 900 }), fc.boolean(), (text, asHtml) => {
        const summary = asHtml ? summaryOf(undefined, text) : summaryOf(text.repeat(3), undefined);
        expect((summary ?? '').length).toBeLessThanOrEqual(400);
        expect((summary ?? '').isWellFormed()).toBe(true);
        expect(summary ?? '').not.toMatch(/[^\P{Cc}\n]/u);
      }),
      { numRuns: 300 },
    );
  });
});
