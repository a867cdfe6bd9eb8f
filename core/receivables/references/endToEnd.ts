/** What banks write when the payer gave no end-to-end id: never a reference. */
const placeholders = new Set(['NOTPROVIDED', 'NONREF', 'NOTAVAILABLE', 'NONE', 'N/A', 'NA', '0', '-', '/', 'UNKNOWN']);

/** True for an end-to-end id that says something: 1–35 characters and not a placeholder. */
export function isEndToEndId(text: string): boolean {
  const id = text.trim().toUpperCase();
  return id.length > 0 && id.length <= 35 && !placeholders.has(id.replace(/\s+/g, ''));
}
