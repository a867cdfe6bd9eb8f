/** The beginning of a text, at most `max` UTF-16 units, never half of a character: keys and items may not hold one. */
export function cutText(text: string, max: number): string {
  const cut = text.slice(0, max);
  return /[\uD800-\uDBFF]$/.test(cut) && text.length > cut.length ? cut.slice(0, -1) : cut;
}
