/** The key of a mailbox by its name alone. */
export function mailboxKey(address: string): string {
  return `mailbox:${address.slice(0, Math.max(0, address.lastIndexOf('@')))}`;
}
