/** A person at a customer, as people enter it. */
export interface Person {
  /** Which of all people it is. */
  readonly n: number;
  readonly name: string;
  readonly mail: string;
  readonly phone: string;
}

const beginnings = ['Bal', 'Dor', 'Fen', 'Gur', 'Hol', 'Jas', 'Kem', 'Lun', 'Mor', 'Nis', 'Pav', 'Rud', 'Sev', 'Tor', 'Vol', 'Wik'] as const;
const endings = ['moor', 'wick', 'gaard', 'stein', 'hus', 'lund', 'berg', 'dahl'] as const;
const given = ['Anna', 'Boris', 'Chiara', 'Dilan', 'Eduardo', 'Frieda'] as const;

/** A family name of its own for each number below 128, so that a corrected name tells its author. */
const familyName = (n: number): string => `${beginnings[n % beginnings.length]}${endings[Math.floor(n / beginnings.length) % endings.length]}`;
/** Family names from this number on are given to who is corrected. */
const correctedFrom = 16;

/** The name of the n-th person, or as it is corrected for the n-th time. */
export const nameOf = (person: number, correction?: number): string =>
  `${given[person % given.length]} ${familyName(correction === undefined ? person : correctedFrom + correction)}`;

/** A mailbox of a person alone. */
export const ownMail = (person: number, number: number | string = ''): string =>
  `${given[person % given.length]?.toLowerCase()}.${familyName(person).toLowerCase()}${number}@firm${person}.example`;

/** The n-th person, with a mailbox and a telephone of its own. */
export const personOf = (n: number): Person => ({ n, name: nameOf(n), mail: ownMail(n), phone: `+49301000${100 + n}` });

/** Colleagues who share the mailbox and the telephone of their office. */
export const colleaguesOf = (first: number): readonly [Person, Person] => {
  const office = { mail: `info@firm${first}.example`, phone: `+49302000${100 + first}` };
  return [
    { n: first, name: nameOf(first), ...office },
    { n: first + 1, name: nameOf(first + 1), ...office },
  ];
};

/** Two people of one name, each with a mailbox and a telephone of its own. */
export const namesakesOf = (first: number): readonly [Person, Person] => [
  { n: first, name: nameOf(first), mail: `office${first}@firm${first}.example`, phone: `+49303000${100 + first}` },
  { n: first + 1, name: nameOf(first), mail: `sales.desk${first}@house${first}.example`, phone: `+49894000${100 + first}` },
];

/** Names, mailboxes and telephones of people, wherever they turn up. */
export const personalTexts = new RegExp(`(?:${beginnings.join('|')})(?:${endings.join('|')})|@(?:firm|house)\\d|\\+49(?:30|89)\\d000`, 'i');
