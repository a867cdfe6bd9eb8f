import { shortHash } from '../model/hash.ts';
import type { AlertFact } from './fact.ts';

/** One cause that people are told about; a row of the table. */
export interface Alert {
  readonly cause: string;
  readonly state: 'open' | 'resolved';
  /** The fact as it stood last. */
  readonly fact: AlertFact;
  readonly openedAt: number;
  readonly changedAt: number;
  /** Level that a mail of its own told; 0 = none did. */
  readonly told: number;
  /** Something has happened that no mail told: a line of the next digest. */
  readonly untold: boolean;
  /** Times it came back shortly after it was over. */
  readonly returns: number;
}

/** A mail about alerts; a row of the table, written before it is sent. */
export interface AlertMail {
  readonly key: string;
  readonly kind: 'alert' | 'digest';
  readonly causes: readonly string[];
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** `wanted` → `sending` → `sent`, or `unsure`: perhaps sent, never repeated · `refused`: the server will not take it. */
  readonly state: 'wanted' | 'sending' | 'sent' | 'unsure' | 'refused';
  readonly at: number;
  readonly tries: number;
  /** Not before this moment. */
  readonly retryAt: number;
  /** Why it was not taken, or may not have been. */
  readonly problem?: string;
  /** An `unsure` or `refused` mail that a digest has told. */
  readonly told: boolean;
}

/** What limits mails: sends of the last hour, and when the last digest went. One row, so that two workers cannot both take the last place. */
export interface MailLedger {
  readonly sentAt: readonly number[];
  readonly digestAt: number;
}

/** How alerts are told. Times in ms. */
export interface AlertConfig {
  readonly workspace: string;
  /** Nobody: alerts are rows only. */
  readonly to: readonly string[];
  /** Alert mails in any hour; the rest waits for the digest. */
  readonly mailsPerHourMax: number;
  /** A digest goes at most this often, and only when there is something in it. */
  readonly digestEveryMs: number;
  /** A connection that is down for a shorter time is no alert, unless the login is refused. */
  readonly outageGraceMs: number;
  /** What comes back within this time after it was over is the same alert, and no mail. */
  readonly returnMs: number;
  /** A level this many times the told one is told again: 1, 5, 25 … failures. */
  readonly growth: number;
}

/** The defaults: a person reads ten mails an hour, not a hundred. */
export const alertDefaults: Omit<AlertConfig, 'workspace' | 'to'> = {
  mailsPerHourMax: 10,
  digestEveryMs: 3_600_000,
  outageGraceMs: 15 * 60_000,
  returnMs: 30 * 60_000,
  growth: 5,
};

/** Name of the mail that tells an alert at a level: the same for every worker that decides it. */
export function mailKeyOf(alert: Pick<Alert, 'cause' | 'openedAt'>, level: number): string {
  return `alert-${shortHash(alert.cause)}-${alert.openedAt}-${level}`;
}
