import { minuteMs } from '../model/time.ts';
import type { Fault } from '../ports/connector.ts';
import type { Item } from '../ports/table.ts';
import type { AlertMail } from './alert.ts';
import type { AlertStore } from './apply.ts';
import { listed, mailItem, mailKey, mailListKey, mailOfItem } from './rows.ts';

/** What became of a mail. `unsure`: perhaps taken, must not be repeated. `refused`: certainly not taken; the fault says whether later helps. */
export type MailOutcome = { readonly state: 'sent' } | { readonly state: 'unsure' | 'refused'; readonly fault: Fault };

/** Sends one mail; never throws for what a mail server says. */
export type SendMail = (mail: Pick<AlertMail, 'key' | 'to' | 'subject' | 'text'>) => Promise<MailOutcome>;

/** A worker that said it sends and then said nothing for this long has died: the mail may be out. Longer than a mail server may think (RFC 5321 §4.5.3.2.6: 10 min). */
const sendingMsMax = 15 * minuteMs;
/** Waits before the next try of a mail that was certainly not taken, doubled each time. */
const firstRetryMs = 2 * minuteMs;
const longestRetryMs = 60 * minuteMs;
/** Mails looked at in one step. */
const stepMails = 50;

/** Sends what is wanted and due. Each mail is marked `sending` before it goes, by one worker: a crash in between leaves a mail that is never sent twice and is said to be unsure. */
export async function postMails(store: AlertStore, send: SendMail, fresh: readonly AlertMail[] = []): Promise<void> {
  const [wanted, sending, direct] = await Promise.all([
    listed(store.table, mailListKey('wanted'), stepMails),
    listed(store.table, mailListKey('sending'), stepMails),
    fresh.length === 0
      ? []
      : store.table.get(
          fresh.slice(0, stepMails).map((m) => mailKey(m.key)),
          { consistent: true },
        ),
  ]);
  const items = new Map([...wanted, ...sending, ...direct].flatMap((i): [string, Item][] => (i === undefined ? [] : [[i.pk, i]])));
  for (const item of items.values()) await step(store, send, item);
}

async function step(store: AlertStore, send: SendMail, item: Item): Promise<void> {
  const mail = mailOfItem(item);
  const now = store.now();
  if (mail.state === 'sending' && now - mail.retryAt > sendingMsMax) {
    await write(store, { ...mail, state: 'unsure', problem: 'smtp.worker-lost' }, item.version);
    return;
  }
  if (mail.state !== 'wanted' || mail.retryAt > now) return;
  const going: AlertMail = { ...mail, state: 'sending', retryAt: now, tries: mail.tries + 1 };
  if (!(await write(store, going, item.version))) return; // another worker has it
  const outcome = await send(going);
  await write(store, settledMail(going, outcome, store.now()), item.version + 1);
}

function settledMail(mail: AlertMail, outcome: MailOutcome, now: number): AlertMail {
  if (outcome.state === 'sent') return { ...mail, state: 'sent' };
  const { fault } = outcome;
  if (outcome.state === 'unsure') return { ...mail, state: 'unsure', problem: fault.code };
  const mayHelp = fault.kind === 'transient' || fault.kind === 'quota' || fault.kind === 'auth';
  if (!mayHelp) return { ...mail, state: 'refused', problem: fault.code };
  const waitMs = Math.max(fault.retryAfterMs ?? 0, Math.min(firstRetryMs * 2 ** (mail.tries - 1), longestRetryMs));
  return { ...mail, state: 'wanted', retryAt: now + waitMs, problem: fault.code };
}

async function write(store: AlertStore, mail: AlertMail, version: number): Promise<boolean> {
  const written = await store.table.write([{ op: 'put', item: mailItem(mail), when: { version } }], { writeId: store.writeId() });
  return written.state === 'ok';
}
