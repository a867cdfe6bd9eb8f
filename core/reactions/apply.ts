import type { Item, Op, Table } from '../ports/table.ts';
import { throttled } from '../sync/world.ts';
import type { Alert, AlertConfig, AlertMail } from './alert.ts';
import { type AlertPlan, decideAlerts, decideDigest, digestLinesMax } from './decide.ts';
import { type AlertFact, causeOf } from './fact.ts';
import { alertItem, alertKey, alertOf, ledgerItem, ledgerKey, ledgerOf, listed, mailItem, mailKey, mailListKey, mailOfItem, todoKey } from './rows.ts';

/** What alerts are kept and written with. */
export interface AlertStore {
  readonly table: Table;
  readonly config: AlertConfig;
  now(): number;
  /** Names one write, so that a repeat of it is no conflict. */
  writeId(): string;
}

/** Facts decided in one write: two items each and the ledger fit into a transaction. */
const factsPerWrite = 40;
/** Workers that decide about the same alerts at once read again; this many times is a fault of ours. */
const triesMax = 20;

/** Writes what the facts make of the alerts and returns the mails that are now wanted. Alert, mail and ledger are one write: a mail without its alert, or an eleventh in an hour, cannot be. */
export async function applyFacts(store: AlertStore, facts: readonly AlertFact[]): Promise<AlertMail[]> {
  const latest = [...new Map(facts.map((f) => [causeOf(f), f])).values()];
  const mails: AlertMail[] = [];
  for (let i = 0; i < latest.length; i += factsPerWrite) mails.push(...(await applySome(store, latest.slice(i, i + factsPerWrite))));
  return mails;
}

async function applySome(store: AlertStore, facts: readonly AlertFact[]): Promise<readonly AlertMail[]> {
  const keys = facts.map((f) => alertKey(causeOf(f)));
  return settled(store, async () => {
    const [ledger, ...rows] = await store.table.get([ledgerKey, ...keys], { consistent: true });
    const items = new Map(rows.filter((r) => r !== undefined).map((r) => [alertOf(r).cause, r]));
    const known = new Map([...items].map(([cause, item]) => [cause, alertOf(item)]));
    const plan = decideAlerts(facts, known, ledgerOf(ledger), store.config, store.now());
    return { plan, ledger, versionOf: (alert) => items.get(alert.cause)?.version ?? 0, mailVersionOf: () => 0 };
  });
}

/** Writes the digest that is due and returns it among its mails; nothing when none is. */
export async function applyDigest(store: AlertStore): Promise<AlertMail[]> {
  const mails = await settled(store, async () => {
    const [[ledger], untold, doubtful] = await Promise.all([store.table.get([ledgerKey], { consistent: true }), untoldAlerts(store.table), doubtfulMails(store.table)]);
    const alerts = [...untold, ...(await alertsAgain(store.table, doubtful.map(mailOfItem), untold))];
    const plan = decideDigest(alerts.map(alertOf), doubtful.map(mailOfItem), ledgerOf(ledger), store.config, store.now());
    const version = (items: readonly Item[], pk: string): number => items.find((i) => i.pk === pk)?.version ?? 0;
    return {
      plan: plan ?? { alerts: [], mails: [] },
      ledger,
      versionOf: (alert) => version(alerts, alertKey(alert.cause).pk),
      mailVersionOf: (mail) => version(doubtful, mailKey(mail.key).pk),
    };
  });
  return mails.filter((m) => m.state === 'wanted');
}

/** Open and lately resolved alerts; enough of them to fill a digest. */
async function untoldAlerts(table: Table): Promise<Item[]> {
  const lists = (['open', 'resolved'] as const).flatMap((state) => (['it', 'ops'] as const).map((role) => listed(table, todoKey(role, state), digestLinesMax, 'untold')));
  return (await Promise.all(lists)).flat().filter((item) => alertOf(item).untold);
}

/** Alerts that stood in a digest which may not have arrived, without those that are known already. */
async function alertsAgain(table: Table, doubtful: readonly AlertMail[], known: readonly Item[]): Promise<Item[]> {
  const have = new Set(known.map((i) => i.pk));
  const keys = (doubtful.find((m) => m.kind === 'digest')?.causes ?? []).map(alertKey).filter((k) => !have.has(k.pk));
  if (keys.length === 0) return [];
  const items = await table.get(keys, { consistent: true });
  return items.filter((item) => item !== undefined);
}

async function doubtfulMails(table: Table): Promise<Item[]> {
  const lists = (['unsure', 'refused'] as const).map((state) => listed(table, mailListKey(state), digestLinesMax, 'untold'));
  return (await Promise.all(lists)).flat().filter((item) => !mailOfItem(item).told);
}

interface Decision {
  readonly plan: AlertPlan;
  readonly ledger: Item | undefined;
  versionOf(alert: Alert): number;
  mailVersionOf(mail: AlertMail): number;
}

/** Decides and writes until nobody is in between. */
async function settled(store: AlertStore, decide: () => Promise<Decision>): Promise<AlertMail[]> {
  for (let i = 0; i < triesMax; i += 1) {
    const { plan, ledger, versionOf, mailVersionOf } = await decide();
    if (plan.alerts.length + plan.mails.length === 0) return [];
    const ops: Op[] = [
      ...plan.alerts.map((a): Op => ({ op: 'put', item: alertItem(a), when: { version: versionOf(a) } })),
      ...plan.mails.map((m): Op => ({ op: 'put', item: mailItem(m), when: { version: mailVersionOf(m) } })),
      ...(plan.ledger === undefined ? [] : [{ op: 'put', item: ledgerItem(plan.ledger), when: { version: ledger?.version ?? 0 } } satisfies Op]),
    ];
    const written = await store.table.write(ops, { writeId: store.writeId() });
    if (written.state === 'ok') return [...plan.mails];
    if (written.state === 'throttled') throw throttled();
  }
  throw throttled();
}
