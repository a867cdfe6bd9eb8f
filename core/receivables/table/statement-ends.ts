import { contentHash } from '../../model/hash.ts';
import { jsonEqual } from '../../model/json.ts';
import { keyPart } from '../../model/keys.ts';
import type { Item, Key, Op } from '../../ports/table.ts';
import { listedItems } from '../../sync/answers/index-list.ts';
import { put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import type { StatementEnd } from '../model/statementPart.ts';
import { type StatementGap, statementGaps, statementName } from '../proof/sequence.ts';
import type { AccountName } from './line-rows.ts';
import { fromBody, toBody } from './minor.ts';

/** A hole before a statement, as it is kept beside it. */
export type KeptGap = Pick<StatementGap, 'kind' | 'after' | 'differenceMinor'>;

/** What finance calls a hole. */
export function gapKind({ kind }: KeptGap): 'statement_missing' | 'balance_gap' {
  return kind === 'missing_number' ? 'statement_missing' : 'balance_gap';
}

/** A statement that was taken, without its lines, and what is missing before it. */
export interface StatementRow {
  readonly end: StatementEnd;
  readonly gaps: readonly KeptGap[];
}

/** Statements looked at on either side of a new one: a hole lies between neighbours, and more than these do not overlap. */
const neighboursMax = 40;
/** Somebody else may write between our read and our write so often. */
const triesMax = 12;

const gapsListKey = (company: string): string => `GAPS#${keyPart(company)}`;

function keyOf({ company, account }: AccountName, end: StatementEnd): Key {
  const day = end.from ?? end.to ?? '';
  const number = String(end.sequence ?? 0).padStart(15, '0');
  return { pk: `STATEMENTS#${keyPart(company)}#${keyPart(account)}#${end.currency}`, sk: `${day}#${number}#${contentHash(statementName(end))}` };
}

/** Notes a statement that was taken, and looks anew what is missing around it: one that arrives late fills a hole. The same again is nothing. */
export async function noteStatement(
  world: World,
  name: AccountName,
  { account, currency, kind, number, sequence, from, to, openingMinor, closingMinor }: StatementEnd,
): Promise<void> {
  if (kind !== 'statement' || account === '') return;
  const end: StatementEnd = { account, currency, kind, number, sequence, from, to, openingMinor, closingMinor, controls: [] };
  const key = keyOf(name, end);
  await put(world, [{ op: 'put', item: { ...key, kind: 'statement', body: toBody({ end, gaps: [] }) }, when: 'absent' }]);
  for (let tries = 0; tries < triesMax; tries += 1) {
    const before = await world.table.query(key.pk, { to: key.sk, limit: neighboursMax, reverse: true, consistent: true });
    const behind = await world.table.query(key.pk, { from: key.sk, limit: neighboursMax, consistent: true });
    const around = [...new Map([...before.items.toReversed(), ...behind.items].map((item) => [item.sk, item])).values()];
    const ops = changedRows(name, around, before.items.length === neighboursMax);
    if (ops.length === 0 || (await put(world, ops)) === 'ok') return;
  }
  throw new RangeError(`the statements of ${account} change faster than they can be compared`);
}

/** Rows whose gaps are others now; the first of a list that goes on before it is left alone. */
function changedRows(name: AccountName, items: readonly Item[], goesOn: boolean): Op[] {
  const rows = items.map((item) => fromBody<StatementRow>(item.body));
  const found = Map.groupBy(statementGaps(rows.map(({ end }) => end)), ({ before }) => before);
  return rows.flatMap(({ end }, i): Op[] => {
    const item = items[i] as Item;
    const gaps = (found.get(end) ?? []).map(({ kind, after, differenceMinor }): KeptGap => ({ kind, after, differenceMinor }));
    const body = toBody({ end, gaps });
    if ((i === 0 && goesOn) || jsonEqual(item.body, body)) return [];
    const index = gaps.length === 0 ? {} : { index: { lpk: gapsListKey(name.company), lsk: `${keyPart(name.account)}#${item.sk}` } };
    return [{ op: 'put', item: { pk: item.pk, sk: item.sk, kind: 'statement', body, ...index }, when: { version: item.version } }];
  });
}

/** Statements of a company's accounts before which something is missing, by account and day. */
export async function statementsWithGaps(world: World, company: string): Promise<StatementRow[]> {
  const rows = (await listedItems(world, gapsListKey(company), true)).map((item) => fromBody<StatementRow>(item.body));
  return rows.filter(({ gaps }) => gaps.length > 0);
}
