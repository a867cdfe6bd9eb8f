/** What a canonical field holds. `ref` names another entity. */
export type FieldKind =
  | 'text'
  | 'email'
  | 'phone'
  | 'date'
  | 'instant'
  | 'money'
  | 'decimal'
  | 'integer'
  | 'boolean'
  | 'country'
  | 'currency'
  | 'language'
  | 'enum'
  | 'url'
  | 'taxId'
  | 'ref';

/** One field of a canonical type. */
export interface FieldDef {
  readonly kind: FieldKind;
  /** A set of values of the kind, each its own cell. */
  readonly set?: true;
  /** For `ref`: the type it names. */
  readonly to?: CanonicalTypeName;
  /** Filled by receivables: nobody pins it, and what a system says of it is put right. */
  readonly ours?: true;
  /** For `enum`: the closed list. */
  readonly values?: readonly string[];
  readonly about: string;
}

/** A canonical type: what records of any system are folded into. */
export interface CanonicalType {
  readonly name: CanonicalTypeName;
  /** First letter(s) of its entities' ids. */
  readonly letter: string;
  /** The field shown in lists. */
  readonly label: string;
  readonly fields: Readonly<Record<string, FieldDef>>;
  /** References a target must have a link for before the record is written. */
  readonly requires: readonly string[];
  /** References that may follow in a second write. */
  readonly mentions: readonly string[];
}

/** Names of all canonical types. */
export type CanonicalTypeName = 'organization' | 'person' | 'opportunity' | 'contract' | 'invoice' | 'creditNote' | 'receipt' | 'statement' | 'activity' | 'ticket' | 'task';

const text = (about: string): FieldDef => ({ kind: 'text', about });
const ref = (to: CanonicalTypeName, about: string): FieldDef => ({ kind: 'ref', to, about });
const date = (about: string): FieldDef => ({ kind: 'date', about });
const money = (about: string): FieldDef => ({ kind: 'money', about });
const oneOf = (values: readonly string[], about: string): FieldDef => ({ kind: 'enum', values, about });

/** What receivables know of a document. */
const settled: Readonly<Record<string, FieldDef>> = {
  outstanding: { ...money('Still to be paid, as receivables count it'), ours: true },
  settlement: { ...oneOf(['open', 'partly_paid', 'paid', 'over_paid'], 'How far it is settled, as receivables count it'), ours: true },
};

const address: Readonly<Record<string, FieldDef>> = {
  street: text('Street and house number, lines joined by a line feed'),
  city: text('City or town'),
  region: text('State, province or canton'),
  postalCode: text('Postal code as written'),
  country: { kind: 'country', about: 'ISO 3166-1 alpha-2' },
};

const contactPoints: Readonly<Record<string, FieldDef>> = {
  emails: { kind: 'email', set: true, about: 'E-mail addresses, case-folded' },
  phones: { kind: 'phone', set: true, about: 'Telephone numbers, E.164' },
  website: { kind: 'url', about: 'Home page' },
  language: { kind: 'language', about: 'BCP 47 tag' },
  tags: { kind: 'text', set: true, about: 'Free labels' },
  note: text('Free remark'),
  owner: text('The colleague who looks after it'),
  status: oneOf(['active', 'inactive'], 'In use or archived'),
};

const document: Readonly<Record<string, FieldDef>> = {
  number: text('The number printed on the document'),
  customer: ref('organization', 'Who owes or pays'),
  company: text('The legal entity of ours it belongs to'),
  currency: { kind: 'currency', about: 'ISO 4217' },
  reference: text('Payment or order reference as written'),
  note: text('Free remark'),
};

const definitions: readonly CanonicalType[] = [
  {
    name: 'organization',
    letter: 'o',
    label: 'name',
    requires: [],
    mentions: ['parent'],
    fields: {
      name: text('Name in use'),
      legalName: text('Registered name'),
      taxId: { kind: 'taxId', about: 'Tax or registration number, normalised' },
      ...contactPoints,
      ...address,
      parent: ref('organization', 'The company it belongs to'),
      industry: text('Line of business'),
    },
  },
  {
    name: 'person',
    letter: 'p',
    label: 'name',
    requires: [],
    mentions: ['worksAt'],
    fields: {
      name: text('Full name as written'),
      givenName: text('Given name'),
      familyName: text('Family name'),
      title: text('Job title'),
      birthday: date('Date of birth'),
      ...contactPoints,
      ...address,
      worksAt: ref('organization', 'Employer'),
    },
  },
  {
    name: 'opportunity',
    letter: 'op',
    label: 'name',
    requires: [],
    mentions: ['customer', 'contact'],
    fields: {
      name: text('Short title'),
      customer: ref('organization', 'Prospect'),
      contact: ref('person', 'Whom we speak with'),
      amount: money('Expected amount'),
      stage: text('Stage in its pipeline'),
      closeDate: date('Expected or actual close'),
      owner: text('Sales person'),
      note: text('Free remark'),
    },
  },
  {
    name: 'contract',
    letter: 'k',
    label: 'number',
    requires: ['customer'],
    mentions: [],
    fields: {
      ...document,
      amount: money('Agreed total'),
      signed: date('Signing date'),
      starts: date('First day'),
      ends: date('Last day'),
      status: oneOf(['draft', 'active', 'ended', 'cancelled'], 'State'),
      owner: text('Sales person'),
      schedule: text('When how much is to be invoiced: lines of day, amount, what for'),
    },
  },
  {
    name: 'invoice',
    letter: 'i',
    label: 'number',
    requires: ['customer'],
    mentions: ['contract'],
    fields: {
      ...document,
      contract: ref('contract', 'What it bills'),
      contractNumber: text('Number of the contract it bills, as written'),
      issued: date('Invoice date'),
      due: date('Due date'),
      total: money('Payable total'),
      tax: money('Tax in the total'),
      open: money('Still to be paid, as its system says'),
      status: oneOf(['draft', 'open', 'paid', 'cancelled'], 'State'),
      description: text('What it is for'),
      ...settled,
    },
  },
  {
    name: 'creditNote',
    letter: 'cn',
    label: 'number',
    requires: ['customer'],
    mentions: ['invoice'],
    fields: {
      ...document,
      invoice: ref('invoice', 'What it reduces'),
      contractNumber: text('Number of the contract it belongs to, as written'),
      issued: date('Issue date'),
      total: money('Credited total'),
      status: oneOf(['draft', 'open', 'used', 'cancelled'], 'State'),
      ...settled,
    },
  },
  {
    name: 'receipt',
    letter: 'r',
    label: 'number',
    requires: [],
    mentions: ['customer'],
    fields: {
      ...document,
      paid: date('Booking date'),
      amount: money('Amount received'),
      method: text('Way of payment'),
      payer: text('Name of the payer'),
      account: text('Account it came from'),
      status: oneOf(['draft', 'booked', 'reversed'], 'State'),
    },
  },
  {
    name: 'statement',
    letter: 'st',
    label: 'number',
    requires: [],
    mentions: [],
    fields: {
      number: text('Statement number'),
      account: text('Our account'),
      currency: { kind: 'currency', about: 'ISO 4217' },
      from: date('First day'),
      to: date('Last day'),
      opening: money('Opening balance'),
      closing: money('Closing balance'),
    },
  },
  {
    name: 'activity',
    letter: 'a',
    label: 'subject',
    requires: [],
    mentions: ['customer'],
    fields: {
      subject: text('Subject line'),
      channel: oneOf(['email', 'call', 'meeting', 'chat', 'letter'], 'Where it took place'),
      at: { kind: 'instant', about: 'When, UTC' },
      thread: text('Conversation it belongs to'),
      from: text('Sender'),
      to: { kind: 'text', set: true, about: 'Receivers' },
      summary: text('First lines, never the whole body'),
      customer: ref('organization', 'Whom it is about'),
    },
  },
  {
    name: 'ticket',
    letter: 't',
    label: 'subject',
    requires: [],
    mentions: ['customer', 'contact'],
    fields: {
      subject: text('What it is about'),
      customer: ref('organization', 'Who complains'),
      contact: ref('person', 'Who wrote'),
      status: oneOf(['open', 'waiting', 'resolved', 'closed'], 'State'),
      priority: oneOf(['low', 'normal', 'high', 'urgent'], 'How soon'),
      due: date('Deadline'),
      owner: text('Who works on it'),
      note: text('Free remark'),
    },
  },
  {
    name: 'task',
    letter: 'ta',
    label: 'subject',
    requires: [],
    mentions: ['customer'],
    fields: {
      subject: text('What to do'),
      customer: ref('organization', 'For whom'),
      status: oneOf(['open', 'done', 'cancelled'], 'State'),
      due: date('Deadline'),
      owner: text('Who does it'),
      note: text('Free remark'),
    },
  },
];

/** All canonical types by name. */
export const canonicalTypes: ReadonlyMap<string, CanonicalType> = new Map(definitions.map((d) => [d.name, d]));

/** The type of that name; throws `RangeError` when there is none. */
export function canonicalType(name: string): CanonicalType {
  const found = canonicalTypes.get(name);
  if (found === undefined) throw new RangeError(`there is no canonical type ${JSON.stringify(name)}; known: ${[...canonicalTypes.keys()].join(', ')}`);
  return found;
}
