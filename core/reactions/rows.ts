import { cutText } from '../model/cut.ts';
import type { JsonObject } from '../model/json.ts';
import { keyPart } from '../model/keys.ts';
import { type Item, type ItemInput, type Key, type Table, tableLimits } from '../ports/table.ts';
import type { Alert, AlertMail, MailLedger } from './alert.ts';
import { type AlertRole, priorityOf, roleOf } from './fact.ts';

/** Alerts that are over, and mails, are kept this long. */
const keptSeconds = 30 * 86_400;

/** Where the ledger of mails lies. */
export const ledgerKey: Key = { pk: 'ALERTS', sk: '@' };

/** Where the alert of a cause lies: its key is the cause, so there cannot be two. */
export function alertKey(cause: string): Key {
  return { pk: `ALERT#${keyPart(cause)}`, sk: '@' };
}

/** Where a mail lies. */
export function mailKey(key: string): Key {
  return { pk: `ALERTMAIL#${keyPart(key)}`, sk: '@' };
}

/** Index partition of what a role has to do: `TODO#<role>#<state>`. */
export function todoKey(role: AlertRole, state: Alert['state']): string {
  return `TODO#${role}#${state}`;
}

/** Index partition of the mails in a state. */
export function mailListKey(state: AlertMail['state']): string {
  return `ALERTMAIL#${state}`;
}

const sortable = (at: number): string => String(at).padStart(15, '0');

/** The alert as an item: sorted by priority, then age; the index tells which ones a digest still has to tell. */
export function alertItem(alert: Alert): ItemInput {
  const { about } = alert.fact;
  const index = {
    lpk: todoKey(roleOf[about], alert.state),
    lsk: `${priorityOf[about]}${sortable(alert.openedAt)}#${keyPart(alert.cause)}`,
    label: cutText(alert.cause, 200),
    state: alert.untold ? 'untold' : 'told',
  };
  const body = alert as unknown as JsonObject;
  return { ...alertKey(alert.cause), kind: 'alert', body, index, ...(alert.state === 'open' ? {} : { expiresAt: Math.floor(alert.changedAt / 1000) + keptSeconds }) };
}

/** The mail as an item. */
export function mailItem(mail: AlertMail): ItemInput {
  const index = { lpk: mailListKey(mail.state), lsk: `${sortable(mail.at)}#${keyPart(mail.key)}`, label: mail.subject, state: mail.told ? 'told' : 'untold' };
  return { ...mailKey(mail.key), kind: 'alert-mail', body: mail as unknown as JsonObject, index, expiresAt: Math.floor(mail.at / 1000) + keptSeconds };
}

/** The ledger as an item. */
export function ledgerItem(ledger: MailLedger): ItemInput {
  return { ...ledgerKey, kind: 'alert-ledger', body: ledger as unknown as JsonObject };
}

/** The alert of an item. */
export function alertOf(item: Item): Alert {
  return item.body as unknown as Alert;
}

/** The mail of an item. */
export function mailOfItem(item: Item): AlertMail {
  return item.body as unknown as AlertMail;
}

/** The ledger of an item; empty when there is none. */
export function ledgerOf(item: Item | undefined): MailLedger {
  return item === undefined ? { sentAt: [], digestAt: 0 } : (item.body as unknown as MailLedger);
}

/** Index pages read of one list: more open alerts than this are one trouble, not thousands. */
const pagesMax = 5;

/** Items of an index partition in its order, read consistently: at most `limit`, all or only those that people were not told of. What is gone meanwhile is left out. */
export async function listed(table: Table, lpk: string, limit: number, only?: 'untold'): Promise<Item[]> {
  const keys: Key[] = [];
  let after: string | undefined;
  for (let page = 0; page < pagesMax && keys.length < limit; page += 1) {
    const found = await table.list(lpk, after === undefined ? {} : { after });
    keys.push(...found.entries.filter((e) => only === undefined || e.state === only).map(({ pk, sk }) => ({ pk, sk })));
    after = found.next;
    if (after === undefined) break;
  }
  const items: Item[] = [];
  for (let i = 0; i < Math.min(keys.length, limit); i += tableLimits.getKeys) {
    const some = await table.get(keys.slice(i, Math.min(i + tableLimits.getKeys, limit)), { consistent: true });
    items.push(...some.filter((item) => item !== undefined));
  }
  return items;
}
