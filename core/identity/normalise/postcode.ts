/** Postal codes of most countries: 4–7 digits, also in two groups (ZIP+4, PL, JP, PT, BR, SE, CZ), and the lettered codes of GB, CA, NL, IE. */
const shapes =
  /^(?:\d{4,6}|\d{5}-\d{4}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4} ?[A-Z]{2}|[A-Z]\d{2} ?[A-Z\d]{4}|[A-Z]{2}-?\d{4,5}|\d{2,3}-\d{2,4}|\d{4,5}-\d{3}|\d{3} \d{2,3}|\d{7})$/i;

/** True for text of the shape of a postal code. */
export function isPostcode(text: string): boolean {
  return shapes.test(text.trim());
}
