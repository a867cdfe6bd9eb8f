/** The text as a part of a regular expression (flag `u`) that matches just it. */
export function literalPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
