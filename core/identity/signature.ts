/** Typed features of one member record, compact enough to be stored eight to an entity (≤ ~500 B as JSON): short names, absent when empty. A type, not an interface, so that it is a JSON object. */
export type Signature = {
  /** Kind: person or organization. Kinds never link. */
  readonly k: 'p' | 'o';
  /** Names, best first. Person: `given|family` (folded; unknown part empty). Organisation: the distinctive words. */
  readonly n?: readonly string[];
  /** Generation mark of a person: `jr`, `sr`, `ii` … */
  readonly w?: string;
  /** Classes of the legal forms written, e.g. `limited`. */
  readonly l?: readonly string[];
  /** Birthday, `YYYYMMDD`. */
  readonly b?: string;
  /** `f` or `m`. */
  readonly s?: string;
  /** Addresses as `number|street|unit|city|postcode|region`. */
  readonly a?: readonly string[];
  /** E-mail addresses. */
  readonly e?: readonly string[];
  /** Telephone numbers: E.164, or the bare digits of what could not be read. */
  readonly t?: readonly string[];
  /** Company domains (never free mail). */
  readonly d?: readonly string[];
  /** Claims as `scheme:value`. */
  readonly c?: readonly string[];
  /** Other numbers that a register gave (passport, national id, bank account): folded, not validated. */
  readonly i?: readonly string[];
  /** Place of birth. */
  readonly h?: string;
  /** Occupation or job title. */
  readonly o?: string;
};

/** A signature keeps at most this many values of one feature: more say nothing new and cost storage. */
export const signatureValuesMax = 4;

/** A value in a signature is cut to this many characters. */
export const signatureCharactersMax = 64;
