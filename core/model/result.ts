/** An expected outcome that worked. */
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

/** An expected outcome that did not work; bugs are thrown instead. */
export interface Err<E> {
  readonly ok: false;
  readonly error: E;
}

/** The outcome of something that may be refused. */
export type Result<T, E> = Ok<T> | Err<E>;

/** Wraps a value. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** Wraps a refusal. */
export function err<E>(error: E): Err<E> {
  return { ok: false, error };
}

/** Marks a branch that types say cannot be reached; throws when it is. */
export function never(value: never): never {
  throw new TypeError(`unreachable: ${JSON.stringify(value)}`);
}
