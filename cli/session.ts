import type { Client } from './client.ts';
import type { Io } from './io.ts';

/** What a command works with. */
export interface Session {
  readonly io: Io;
  readonly client: Client;
  /** Print the API's answer as JSON and nothing else. */
  readonly json: boolean;
}

/** Prints an answer: as JSON when asked for, else as lines made for people. */
export function show<T>(session: Session, answer: T, lines: (answer: T) => readonly string[]): void {
  session.io.out(session.json ? JSON.stringify(answer, null, 2) : lines(answer).join('\n'));
}
