import { minuteMs } from '../../../core/model/time.ts';
import { capitalised } from '../contacts.ts';
import { colleaguesOf, nameOf, namesakesOf, ownMail, type Person, personOf } from '../people.ts';
import { type System, systems } from '../scenario.ts';
import { taxIds } from '../tax-ids.ts';
import type { Draft } from '../workload.ts';
import { type Aim, make, pairOf, secondMs, times, type Value } from './aim.ts';

/** Somebody enters a contact in a system, with little more than how to reach it. */
export const enter = ({ name, mail, phone }: Person, system: System, at: number, more: Readonly<Record<string, string>> = {}): Draft => ({
  at,
  what: 'contact',
  system,
  fields: { name, mail, phone, title: '', note: '', ...more },
  customer: taxIds[0] as string,
});

/** Somebody corrects a field of a contact, whom everybody knows by its first name. */
const correct = (person: Person, system: System, field: string, value: string, at: number, hint: boolean): Draft => ({
  at,
  what: 'edit',
  stream: 'contacts',
  system,
  contact: person.name,
  field,
  value,
  hint,
});

const editOf = (value: Value, person: Person, system: System, at: number): Draft => correct(person, system, 'note', value('note'), at, true);

/** Situations of people at the customers. */
export const aimsOfContacts = {
  'shared mailbox': {
    why: 'colleagues of one mailbox, telephone and employer are entered in different systems, of whom nothing else is known, while answers are lost and workers die; some write the mailbox in capitals',
    events: (random, value) => {
      const [first, second] = colleaguesOf(2);
      return [
        make(value, 'a', 0),
        ...[first, second].flatMap((person) => {
          const [start, at] = [random.pick(systems), random.pick([0, random.int(100, 300) * secondMs])];
          return systems
            .filter((system) => system === start || random.chance(0.3))
            .map((system) => enter(person, system, at + random.int(0, 90) * secondMs, random.chance(0.5) ? { mail: capitalised(person.mail) } : {}));
        }),
        ...times(random, 8, 3, 8).map((at) => editOf(value, random.pick([first, second]), random.pick(systems), at)),
      ];
    },
    mix: (random) => ({ httpTimeoutAfter: random.pick([0.2, 0.5]), crashAfter: random.pick([0, 0.03]), duplicate: 0.2, latencyMsMax: 50 }),
    rest: (random) => ({ contacts: true, lateLanding: random.pick([0, 0.2]) }),
  },
  'mailboxes corrected': {
    why: 'the mailbox of a contact is corrected in one system and its name in another, while nobody knows whether its record elsewhere was made; somebody enters it anew as it was or is',
    events: (random, value) => [
      make(value, 'a', 0),
      ...[personOf(0), personOf(1)].flatMap((person): Draft[] => {
        const [one, other] = pairOf(random);
        const at = (2 + person.n * 2) * minuteMs + random.int(0, 50) * secondMs;
        const [mail, name] = [ownMail(person.n, 1 + person.n), nameOf(person.n, 1 + person.n)];
        const later = (): number => at + random.int(1, 120) * secondMs;
        return [
          enter(person, one, at),
          ...(random.chance(0.5) ? [enter(person, other, at + random.int(0, 60) * secondMs)] : []),
          correct(person, one, 'mail', mail, later(), random.chance(0.7)),
          correct(person, random.pick([one, other]), 'name', name, later(), random.chance(0.7)),
          enter({ ...person, mail: random.pick([person.mail, mail]), name: random.pick([person.name, name]) }, random.pick(systems), later()),
        ];
      }),
    ],
    mix: (random) => ({ httpTimeoutAfter: random.pick([0.1, 0.4]), crashAfter: random.pick([0, 0.02]), hold: random.pick([0, 0.2]), holdMsMax: 2_000, latencyMsMax: 50 }),
    rest: () => ({ contacts: true, identity: 'exact' }),
  },
  'colleagues beside creates': {
    why: 'a contact is entered just where another of its office stands and it is being made itself; or its mailbox is corrected to that of the office while nobody knows whether it was made',
    events: (random, value) => [
      make(value, 'a', 0),
      ...[2, 6, 10].flatMap((n, i): Draft[] => {
        const [first, second] = colleaguesOf(n);
        const [one, other] = pairOf(random);
        const at = (2 + i * 2) * minuteMs + random.int(0, 50) * secondMs;
        const told = (person: Person, after: number): Draft => editOf(value, person, one, at + after);
        if (random.chance(0.5))
          return [enter(first, other, at - random.int(0, 60) * secondMs), enter(second, one, at), told(second, 1), enter(second, other, at + random.int(200, 12_000))];
        const alone = { ...second, mail: ownMail(second.n) };
        return [
          enter(first, other, at - random.int(0, 60) * secondMs),
          enter(alone, one, at),
          told(alone, 1),
          correct(second, one, 'mail', second.mail, at + random.int(1, 20) * secondMs, true),
        ];
      }),
    ],
    mix: (random) => ({ httpTimeoutAfter: random.pick([0.1, 0.4]), crashAfter: random.pick([0, 0.02]), latencyMsMax: random.pick([50, 500]) }),
    rest: (random) => ({ contacts: true, lateLanding: random.pick([0, 0.2]) }),
  },
  namesakes: {
    why: 'two people of one name, known by other mailboxes, are entered while the one is being made where the other is entered; then their mailboxes are corrected to be one',
    events: (random, value) => {
      const [first, second] = namesakesOf(4);
      const at = random.int(120, 200) * secondMs;
      return [
        make(value, 'a', 0),
        ...[first, second].flatMap((person) => {
          const start = random.pick(systems);
          return systems.filter((system) => system === start || random.chance(0.3)).map((system) => enter(person, system, at + random.int(0, 20) * secondMs));
        }),
        ...(random.chance(0.3) ? [correct(second, random.pick(systems), 'mail', first.mail, 6 * minuteMs, true)] : []),
        ...times(random, 4, 4, 8).map((when) => editOf(value, first, random.pick(systems), when)),
      ];
    },
    mix: (random) => ({ httpTimeoutAfter: random.pick([0.2, 0.5]), crashAfter: random.pick([0, 0.03]), latencyMsMax: 50 }),
    // By scores a rare name is one person's, among so few as here.
    rest: (random) => ({ contacts: true, identity: 'exact', lateLanding: random.pick([0, 0.2]) }),
  },
  employers: {
    why: 'contacts are entered before their customers are known anywhere else, change their employers, and customers are taken out and come back',
    events: (random, value) => [
      ...[0, 1, 2].map((i) => make(value, random.pick(systems), i, random.int(0, 5) * minuteMs)),
      ...[0, 1, 2].flatMap((n) =>
        systems
          .filter(() => random.chance(0.6))
          .map((system): Draft => ({ ...enter(personOf(n), system, random.int(0, 6 * 60) * secondMs), customer: random.pick(taxIds.slice(0, 3)) }) as Draft),
      ),
      ...times(random, 5, 2, 8).map((at): Draft => ({ at, what: 'employ', system: random.pick(systems) })),
      ...(random.chance(0.3) ? [{ at: random.int(4, 7) * minuteMs, what: 'remove', system: random.pick(systems) } as const] : []),
      { at: random.int(0, 4) * minuteMs, what: 'outage', system: random.pick(systems), forMs: random.int(1, 3) * minuteMs },
    ],
    mix: (random) => ({
      duplicate: 0.2,
      hold: random.pick([0, 0.4]),
      holdMsMax: random.pick([2_000, 60_000]),
      crashAfter: random.pick([0, 0.02]),
      latencyMsMax: random.pick([50, 500]),
    }),
    rest: () => ({ contacts: true }),
  },
} as const satisfies Record<string, Aim>;
