import type { Sentence } from '../model/error.ts';
import type { FaultKind } from '../ports/connector.ts';

/** How something that people may have to be told about stands now. `raised` and `level` tell how bad: 0 = over. */
export type AlertFact =
  | { readonly about: 'route'; readonly route: string; readonly raised: boolean; readonly level: number; readonly reason: Sentence }
  | {
      readonly about: 'stream';
      readonly connection: string;
      readonly stream: string;
      readonly raised: boolean;
      readonly level: number;
      /** Routes of its type, which its brake pauses. */
      readonly routes: readonly string[];
      readonly reason: Sentence;
    }
  | {
      readonly about: 'connection';
      readonly connection: string;
      readonly raised: boolean;
      readonly level: number;
      readonly fault: FaultKind;
      readonly since: number;
      readonly reason: Sentence;
    }
  | { readonly about: 'failure'; readonly connection: string; readonly failure: string; readonly raised: boolean; readonly level: number; readonly reason: Sentence }
  | { readonly about: 'freshness'; readonly connection: string; readonly stream: string; readonly raised: boolean; readonly level: number; readonly lateMs: number }
  | { readonly about: 'dead-letters'; readonly queue: string; readonly raised: boolean; readonly level: number }
  | { readonly about: 'audit'; readonly raised: boolean; readonly level: number; readonly samples: readonly Sentence[] };

/** Who an alert is for. */
export type AlertRole = 'it' | 'ops';

/** What may be looked at again; nothing more, so that order and repeats of messages cannot hurt. */
export type AlertSubject =
  | { readonly about: 'route'; readonly route: string }
  | { readonly about: 'stream'; readonly connection: string; readonly stream: string }
  | { readonly about: 'connection'; readonly connection: string };

/** The cause of an alert: there is one alert per cause until it is over. */
export function causeOf(fact: AlertFact): string {
  switch (fact.about) {
    case 'route':
      return `route:${fact.route}`;
    case 'stream':
      return `stream:${fact.connection}.${fact.stream}`;
    case 'connection':
      return `connection:${fact.connection}`;
    case 'failure':
      return `failure:${fact.connection}:${fact.failure}`;
    case 'freshness':
      return `freshness:${fact.connection}.${fact.stream}`;
    case 'dead-letters':
      return `dead-letters:${fact.queue}`;
    case 'audit':
      return 'audit';
  }
}

/** Who does something about it: systems and messages are IT's, data and routes are ops'. */
export const roleOf: Readonly<Record<AlertFact['about'], AlertRole>> = {
  route: 'ops',
  stream: 'ops',
  failure: 'ops',
  freshness: 'ops',
  connection: 'it',
  'dead-letters': 'it',
  audit: 'it',
};

/** 1: nothing goes on until a person acts · 2: the rest goes on. */
export const priorityOf: Readonly<Record<AlertFact['about'], 1 | 2>> = { route: 1, stream: 1, connection: 1, audit: 1, 'dead-letters': 2, failure: 2, freshness: 2 };
