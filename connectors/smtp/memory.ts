import type { SentRecord } from './schema.ts';

/** What this process knows of the mails it sent: SMTP itself cannot be asked. */
export interface Sent {
  readonly state: 'taken' | 'unsure';
  readonly record: SentRecord;
}

/** Mails remembered per connection and process; the oldest are forgotten first. */
const rememberedMax = 1_000;

/** The memory of a connection, by Message-ID. */
export function sentMails(memo: Map<string, unknown>): Map<string, Sent> {
  const known = memo.get('sent');
  if (known instanceof Map) return known as Map<string, Sent>;
  const fresh = new Map<string, Sent>();
  memo.set('sent', fresh);
  return fresh;
}

/** Remembers a mail. */
export function remember(memo: Map<string, unknown>, sent: Sent): void {
  const mails = sentMails(memo);
  mails.set(sent.record.id, sent);
  for (const oldest of mails.keys()) {
    if (mails.size <= rememberedMax) break;
    mails.delete(oldest);
  }
}
