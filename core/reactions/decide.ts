import { hourMs } from '../model/time.ts';
import { type Alert, type AlertConfig, type AlertMail, type MailLedger, mailKeyOf } from './alert.ts';
import { type AlertFact, causeOf } from './fact.ts';
import { alertMailOf, digestOf } from './render.ts';

/** What is to be written, all of it or nothing. */
export interface AlertPlan {
  readonly alerts: readonly Alert[];
  readonly mails: readonly AlertMail[];
  /** Present when the mails take places of the hour. */
  readonly ledger?: MailLedger;
}

/** Lines of one digest; the rest comes with the next. Alerts, mails and ledger fit into one transaction of 100. */
export const digestLinesMax = 45;

/**
 * What the facts make of the alerts: one alert per cause until it is over.
 *
 *     (none) ──raised──▶ open ──over──▶ resolved ──raised within `returnMs`──▶ open again, no mail
 *                        │ grew `growth`-fold: told again      └─ later: a new alert
 *
 * A mail goes while the hour has places left; what gets none is a line of the digest. Facts that change nothing plan nothing.
 */
export function decideAlerts(facts: readonly AlertFact[], known: ReadonlyMap<string, Alert>, ledger: MailLedger, config: AlertConfig, now: number): AlertPlan {
  const alerts: Alert[] = [];
  const mails: AlertMail[] = [];
  const sentAt = ledger.sentAt.filter((at) => now - at < hourMs && at <= now);
  for (const fact of facts) {
    const before = known.get(causeOf(fact));
    const { alert, tell } = isRaised(fact, config, now) ? raised(fact, before, config, now) : over(before, fact, now);
    if (alert === undefined) continue;
    const goes = tell && config.to.length > 0 && sentAt.length < config.mailsPerHourMax;
    alerts.push(goes ? { ...alert, told: fact.level, untold: false } : alert);
    if (!goes) continue;
    sentAt.push(now);
    mails.push(mailOf(config, 'alert', mailKeyOf(alert, fact.level), [alert.cause], alertMailOf(config.workspace, fact), now));
  }
  return { alerts, mails, ...(mails.length === 0 ? {} : { ledger: { ...ledger, sentAt } }) };
}

/** An outage that heals by itself within the grace is nobody's business; a refused login never does. */
function isRaised(fact: AlertFact, config: AlertConfig, now: number): boolean {
  if (!fact.raised || fact.level <= 0) return false;
  return fact.about !== 'connection' || fact.fault === 'auth' || now - fact.since >= config.outageGraceMs;
}

/** The alert as it is to be stored, and whether a mail of its own should tell it. */
interface Next {
  readonly alert: Alert | undefined;
  readonly tell: boolean;
}

const unchanged: Next = { alert: undefined, tell: false };

function raised(fact: AlertFact, before: Alert | undefined, config: AlertConfig, now: number): Next {
  const fresh: Alert = { cause: causeOf(fact), state: 'open', fact, openedAt: now, changedAt: now, told: 0, untold: true, returns: 0 };
  if (before === undefined) return { alert: fresh, tell: true };
  if (before.state === 'resolved') {
    if (now - before.changedAt > config.returnMs) return { alert: fresh, tell: true };
    return { alert: { ...before, state: 'open', fact, changedAt: now, untold: true, returns: before.returns + 1 }, tell: false };
  }
  const grew = before.told > 0 && fact.level >= before.told * config.growth;
  if (!grew && fact.level === before.fact.level) return unchanged;
  return { alert: { ...before, fact, changedAt: now, untold: before.untold || grew }, tell: grew };
}

/** Its end is a line of the next digest, also when nobody had heard of it: no alert vanishes. */
function over(before: Alert | undefined, fact: AlertFact, now: number): Next {
  if (before === undefined || before.state === 'resolved') return unchanged;
  const kept = fact.raised && fact.level > 0 ? fact : before.fact;
  return { alert: { ...before, state: 'resolved', fact: kept, changedAt: now, untold: true }, tell: false };
}

/** The digest that is due now: what no mail has told, mails that may not have arrived, and the lines of such digests again. Undefined when nothing is, or the last one was too recent. */
export function decideDigest(alerts: readonly Alert[], mails: readonly AlertMail[], ledger: MailLedger, config: AlertConfig, now: number): AlertPlan | undefined {
  if (config.to.length === 0 || (now - ledger.digestAt < config.digestEveryMs && ledger.digestAt <= now)) return undefined;
  const doubtful = mails.filter((m) => !m.told && (m.state === 'unsure' || m.state === 'refused'));
  const lost = doubtful.find((m) => m.kind === 'digest');
  const again = alerts.filter((a) => lost?.causes.includes(a.cause)); // first, so that a digest always has room for the one before it
  const doubts = doubtful.filter((m) => m.kind === 'alert').slice(0, digestLinesMax - again.length);
  const untold = alerts.filter((a) => a.untold && !again.includes(a)).slice(0, digestLinesMax - again.length - doubts.length);
  const [lines, named] = [
    [...again, ...untold],
    [...(lost === undefined ? [] : [lost]), ...doubts],
  ];
  if (lines.length + named.length === 0) return undefined;
  const causes = new Set([...lines.map((a) => a.cause), ...doubts.flatMap((m) => m.causes)]);
  return {
    alerts: lines.map((a) => ({ ...a, untold: false, told: a.state === 'open' ? Math.max(a.told, a.fact.level) : a.told })),
    mails: [mailOf(config, 'digest', `digest-${now}`, [...causes], digestOf(config.workspace, lines, named), now), ...named.map((m) => ({ ...m, told: true }))],
    ledger: { ...ledger, digestAt: now },
  };
}

function mailOf(config: AlertConfig, kind: AlertMail['kind'], key: string, causes: readonly string[], words: Pick<AlertMail, 'subject' | 'text'>, now: number): AlertMail {
  return { key, kind, causes, to: config.to, ...words, state: 'wanted', at: now, tries: 0, retryAt: now, told: false };
}
