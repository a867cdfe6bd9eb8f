import type { ConnectorContext, Page } from '../../core/ports/connector.ts';
import type { MailClient, MailLimits, OpenMail } from './client.ts';
import { headOf, parseMail } from './head.ts';
import type { ImapConfig, Marks, PeopleCursor, PersonRecord } from './schema.ts';
import { foldersOf, inSession, sameNumbering } from './session.ts';
import { People } from './tally.ts';

type PeoplePage = Page<PersonRecord, PeopleCursor>;

/**
 * Gives the people whose mails came since the last pass that ended, with their counts over all mails.
 *
 *     done ──── began ──── now        UIDs of a folder
 *      └ named here ┘                 = the people to give, in order of address; `after` is the last one given
 *     └──── counted over ────┘        = header blocks are read again from the start, so that no count can drift
 *
 * The pass stores `began`, never "now", as done: a mail that comes meanwhile is named again next time.
 */
export function readPeople(open: OpenMail, limits: MailLimits, ctx: ConnectorContext<ImapConfig>, from: PeopleCursor | undefined): AsyncIterable<PeoplePage> {
  return inSession(open, ctx, (mail) => pagesOf(mail, limits, ctx, from ?? { done: {} }));
}

async function* pagesOf(mail: MailClient, limits: MailLimits, ctx: ConnectorContext<ImapConfig>, from: PeopleCursor): AsyncGenerator<PeoplePage> {
  const now = await marksOf(mail, ctx.config, from);
  const began = from.pass?.began ?? now;
  const ended: PeopleCursor = { done: began };
  if (Object.entries(now).every(([path, mark]) => (from.done[path]?.next ?? 1) >= mark.next)) {
    yield { records: [], resume: { done: now }, last: true };
    return;
  }
  const { people, named } = await scan(mail, limits, ctx, { now, done: from.done, began });
  const after = from.pass?.after ?? '';
  const addresses = [...named].filter((address) => address > after).sort();
  for (let i = 0; i < addresses.length; i += limits.pagePeople) {
    ctx.signal.throwIfAborted();
    const batch = addresses.slice(i, i + limits.pagePeople);
    const records = batch.map((address) => people.record(address)).filter((r) => r !== undefined);
    yield { records, resume: { done: from.done, pass: { began, after: batch.at(-1) as string } }, last: false };
  }
  yield { records: [], resume: ended, last: true };
}

async function marksOf(mail: MailClient, config: ImapConfig, from: PeopleCursor): Promise<Marks> {
  const marks: Marks = {};
  for (const path of await foldersOf(mail, config)) {
    const state = await mail.status(path);
    sameNumbering(path, from.done[path] ?? from.pass?.began[path], state);
    marks[path] = { validity: state.validity, next: Math.max(state.next, from.done[path]?.next ?? 0) };
  }
  return marks;
}

interface Window {
  readonly now: Marks;
  readonly done: Marks;
  readonly began: Marks;
}

/** Counts over the newest mails of every folder, each mail once however many folders hold it, and collects who is named by mails between `done` and `began`. */
async function scan(mail: MailClient, limits: MailLimits, ctx: ConnectorContext<ImapConfig>, { now, done, began }: Window): Promise<{ people: People; named: Set<string> }> {
  const people = new People(ctx.config);
  const named = new Set<string>();
  const seen = new Set<string>();
  for (const [path, mark] of Object.entries(now)) {
    await mail.open(path);
    const uids = (await mail.uids(1)).filter((uid) => uid < mark.next).slice(-limits.scanMailsMax);
    for (let i = 0; i < uids.length; i += limits.scanMails) {
      ctx.signal.throwIfAborted();
      for (const raw of await mail.mails(uids.slice(i, i + limits.scanMails), 'people')) {
        const head = await parseMail(raw.bytes).then(
          (email) => headOf(email, raw),
          () => undefined,
        );
        if (head === undefined) continue; // the stream of messages reports it
        const addresses = seen.has(head.id) ? people.named(head) : people.add(head);
        seen.add(head.id);
        const isNew = raw.uid >= (done[path]?.next ?? 1) && raw.uid < (began[path]?.next ?? 1);
        if (isNew) for (const address of addresses) named.add(address);
      }
    }
  }
  return { people, named };
}
