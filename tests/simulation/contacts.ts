import { Random } from '../../adapters/simulated/random.ts';
import { minuteMs } from '../../core/model/time.ts';
import { colleaguesOf, nameOf, namesakesOf, ownMail, type Person, personOf } from './people.ts';
import { type Draft, numbered, type PeopleEvent } from './workload.ts';

/** Share of seeds with contacts. */
const contactsShare = 0.2;
const systems = ['a', 'b', 'c'] as const;
/** Values of contacts begin here: no customer has one of them. */
const valuesFrom = 5_000;

/** Makes the next value of a field: unique, so that it tells its author. */
type Value = (field: string) => string;

/** What contacts are drawn for. */
export interface ContactsShape {
  readonly workMs: number;
  readonly identity: 'exact' | 'scored';
  /** In any case, or never. */
  readonly wanted?: boolean;
}

/** What people do with contacts, beside everything else that is drawn: a seed without contacts is what it was before there were any. */
export function drawContacts(seed: number, events: readonly PeopleEvent[], { workMs, identity, wanted }: ContactsShape): PeopleEvent[] {
  const random = new Random(seed, 'contacts');
  const customers = [...new Set(events.flatMap((e) => (e.what === 'make' ? [e.tax] : [])))];
  const isDrawn = random.chance(contactsShare) && customers.length > 0;
  if (!(wanted ?? isDrawn)) return [];
  let count = valuesFrom;
  const value: Value = (field) => {
    count += 1;
    return `${count}${field}`;
  };
  const people = drawPeople(random, identity);
  const drafts = people.flatMap((person) => entries(random, person, customers, workMs, value));
  const corrections = { names: 0, mails: 0 };
  const edits = random.int(6, 16);
  for (let i = 0; i < edits; i += 1) drafts.push(change(random, people, random.int(minuteMs, workMs), value, corrections));
  return numbered(random, [...drafts, ...decisions(random, people, workMs, value)], events.length);
}

/** Some with a mailbox of their own, often colleagues of one mailbox, or two of one name. By scores a rare name is one person's, among so few as here. */
function drawPeople(random: Random, identity: ContactsShape['identity']): Person[] {
  const alone = Array.from({ length: random.int(1, 2) }, (_, i) => personOf(i));
  return [...alone, ...(random.chance(0.5) ? colleaguesOf(2) : []), ...(random.chance(0.4) && identity === 'exact' ? namesakesOf(4) : [])];
}

/** A person is entered in one system or several, at first or later. Most entries say little: name, mailbox, the telephone of the office, the employer. */
function entries(random: Random, person: Person, customers: readonly string[], workMs: number, value: Value): Draft[] {
  const employer = random.chance(0.7) && customers.length > 0 ? { customer: random.pick(customers) } : {};
  const first = random.pick(systems);
  return systems.flatMap((system): Draft[] => {
    if (system !== first && !random.chance(0.5)) return [];
    const at = random.chance(0.5) ? 0 : random.int(0, workMs / 2);
    const fields = {
      name: person.name,
      mail: random.chance(0.3) ? capitalised(person.mail) : person.mail,
      phone: person.phone,
      title: random.chance(0.4) ? value('title') : '',
      note: random.chance(0.4) ? value('note') : '',
    };
    return [{ at, what: 'contact', system, fields, ...employer }];
  });
}

/** As some people write a mailbox. */
export const capitalised = (mail: string): string => `${mail.slice(0, 1).toUpperCase()}${mail.slice(1)}`;

/** An edit, or a name or mailbox corrected, or a second mailbox, or another employer. */
function change(random: Random, people: readonly Person[], at: number, value: Value, corrections: { names: number; mails: number }): Draft {
  const [system, hint, { n, name: contact }] = [random.pick(systems), random.chance(0.3), random.pick(people)];
  const drawn = random.next();
  if (drawn < 0.12) {
    corrections.names += 1;
    return { at, what: 'edit', stream: 'contacts', system, contact, field: 'name', value: nameOf(n, corrections.names), hint };
  }
  if (drawn < 0.24) {
    corrections.mails += 1;
    return { at, what: 'edit', stream: 'contacts', system, contact, field: 'mail', value: ownMail(n, corrections.mails), hint };
  }
  if (drawn < 0.36) return { at, what: 'toggle', stream: 'contacts', system, contact, tag: ownMail(n, 'home') };
  if (drawn < 0.44) return { at, what: 'employ', system };
  const field = random.pick(['title', 'note']);
  return { at, what: 'edit', stream: 'contacts', system, field, value: random.chance(0.15) ? '' : value(field), hint };
}

/** Contacts are deleted, merged, split, pinned, frozen and erased as customers are. */
function decisions(random: Random, people: readonly Person[], workMs: number, value: Value): Draft[] {
  const drafts: Draft[] = [];
  const when = (): number => random.int(3 * minuteMs, workMs);
  if (random.chance(0.25)) drafts.push({ at: when(), what: 'remove', stream: 'contacts', system: random.pick(systems) });
  if (random.chance(0.1)) drafts.push({ at: when(), what: 'merge', stream: 'contacts' });
  if (random.chance(0.1)) drafts.push({ at: when(), what: 'split', stream: 'contacts' });
  if (random.chance(0.1)) {
    const at = when();
    drafts.push({ at, what: 'pin', stream: 'contacts', field: random.pick(['title', 'note']), value: value('pin') });
    if (random.chance(0.5)) drafts.push({ at: at + minuteMs, what: 'unpin' });
  }
  if (random.chance(0.1)) {
    const at = when();
    drafts.push({ at, what: 'freeze', stream: 'contacts', field: random.pick(['title', 'note']), value: '' });
    drafts.push({ at: Math.min(workMs, at + random.int(1, 4) * minuteMs), what: 'thaw' });
  }
  if (random.chance(0.1)) drafts.push({ at: when(), what: 'erase', stream: 'contacts', contact: random.pick(people).name });
  return drafts;
}
