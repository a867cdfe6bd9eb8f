/** What spreadsheets take for the start of a formula: the four signs, also in full width, also behind blanks that some drop; and control characters that shift cells. */
const formulaStart = /^(?:[\s\0\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n\0])/;

const plainNumber = /^[+-]?\d+(?:\.\d+)?$/;

/** True when a spreadsheet could run this text as a formula. */
export function looksLikeFormula(text: string): boolean {
  return formulaStart.test(text);
}

/** The text with `'` before it where a spreadsheet would run it; strictly numeric text is no formula. */
export function withoutFormula(text: string): string {
  return looksLikeFormula(text) && !plainNumber.test(text) ? `'${text}` : text;
}
