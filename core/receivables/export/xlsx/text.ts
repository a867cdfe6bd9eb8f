/** A spreadsheet holds so many characters in one cell; longer text is cut and says so. */
const cellCharsMax = 32_767;
const cutMark = '… [cut]';

const unprintable = /[^\P{Cc}\t\n]|[\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/gu;

/** Text as it may stand in the XML of a sheet: well-formed, escaped, characters that XML cannot hold written as spreadsheets write them (`_x0007_`). */
export function sheetText(text: string): string {
  const fitting = text.length > cellCharsMax ? text.slice(0, cellCharsMax - cutMark.length) + cutMark : text;
  return fitting
    .toWellFormed()
    .replace(unprintable, (c) => `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Letters of a column, 0-based: 0 is `A`, 26 is `AA`. */
export function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}
