/** Typed features of one member record, compact enough to be stored eight to an entity (≤ ~500 B as JSON): short names, absent when empty. A type, not an interface, so that it is a JSON object. */
export type Signature = {
  /** Kind: person or organization. Kinds never link. */
  readonly k: 'p' | 'o';
  /** Folded full names as words, best first, ≤ 3. */
  readonly n?: readonly string[];
  /** E-mail addresses, ≤ 4. */
  readonly e?: readonly string[];
  /** Telephone numbers in E.164, ≤ 4. */
  readonly t?: readonly string[];
  /** Company domains (never free mail), ≤ 3. */
  readonly d?: readonly string[];
  /** Claims as `scheme:value`, ≤ 4. */
  readonly c?: readonly string[];
};

/** A signature keeps at most this many values of one feature: more say nothing new and cost storage. */
export const signatureValuesMax = 4;
