/** Characters that move the cursor, colour the screen or turn the direction of text: shown as pictures instead of obeyed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: this is the list of what terminals obey
const obeyed = /[\u0000-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

/** A value from a source system as one safe line: a customer's name cannot write to the terminal. */
export function printable(text: string): string {
  return text.replace(obeyed, (c) => {
    const code = c.charCodeAt(0);
    if (c === '\n' || c === '\r' || c === '\t') return c === '\n' ? ' ⏎ ' : ' ';
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : `‹${code.toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}
