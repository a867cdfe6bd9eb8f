/** What a file is, by its content; names and endings lie. */
export type Shape = 'xml' | 'ofx' | 'mt940' | 'bai2' | 'csv' | 'binary' | 'unknown';

/** Decides the shape of decoded text. OFX before XML, because OFX 2 is announced as XML but often is not well-formed. */
export function shapeOf(text: string): Shape {
  const head = text.slice(0, 100_000);
  if (head.includes('\u0000')) return 'binary';
  if (/<OFX>/i.test(head) || /^\s*OFXHEADER:/m.test(head)) return 'ofx';
  const start = head.trimStart();
  if (start.startsWith('<')) return 'xml';
  if (/^0[0-9],/.test(start)) return 'bai2';
  if (/^(?:\{1:|:(?:\d{2}[A-Z]?|940|NS):)/m.test(head)) return 'mt940';
  return start.split('\n').some((line) => /[,;\t]/.test(line)) ? 'csv' : 'unknown';
}
