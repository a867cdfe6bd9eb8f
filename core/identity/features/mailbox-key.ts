/** What stands before the `@`; nothing where there is none. */
export function mailboxName(address: string): string {
  return address.slice(0, Math.max(0, address.lastIndexOf('@')));
}

/** The key of a mailbox by its name alone. */
export function mailboxKey(address: string): string {
  return `mailbox:${mailboxName(address)}`;
}
