/** How an invocation ended. `crashed` gave no answer to anybody. */
export type Outcome<T> = { readonly state: 'done'; readonly value: T } | { readonly state: 'threw'; readonly error: unknown } | { readonly state: 'crashed' };

/** What it answered, if it did. */
export function answerOf<T>(outcome: Outcome<T>): T | undefined {
  return outcome.state === 'done' ? outcome.value : undefined;
}
