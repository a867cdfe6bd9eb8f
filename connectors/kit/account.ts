import { keyPart } from '../../core/model/keys.ts';
import type { Budget } from '../../core/ports/connector.ts';
import { FaultError } from '../../core/ports/connector.ts';
import type { Key, Table } from '../../core/ports/table.ts';
import { type BucketState, freshBucket, type Purpose, take } from './bucket.ts';
import { fault } from './fault.ts';

/** The one budget of a vendor account, shared by all workers through one item of the table. */
export interface AccountBudget {
  /** Returns when a call of this cost may start; throws a quota {@link FaultError} with `retryAfterMs` when that is further away than `patienceMs`. */
  pass(cost: number, signal: AbortSignal): Promise<void>;
  /** Tells all workers that the vendor wants no call for so long. */
  block(ms: number): Promise<void>;
}

/** What the budget works with. */
export interface AccountOptions {
  readonly table: Table | undefined;
  readonly connection: string;
  readonly account: string;
  readonly budgets: readonly Budget[];
  readonly purpose: Purpose;
  readonly patienceMs: number;
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Without a table the count lives here, for this context alone. */
type Counted = AccountOptions & { readonly local: { state: BucketState } };

/** Workers that change one item at once: each round one of them wins, so this is also the number of workers that may call at the same moment. */
const conflictsMax = 64;
/** A throttled table is asked again after this long. */
const throttleMs = 200;

/** Key of the budget item. */
export function bucketKey(connection: string, account: string): Key {
  return { pk: `CON#${keyPart(connection)}`, sk: `BUCKET#${keyPart(account)}` };
}

/** Makes the shared budget. Without declared windows the item is read once per context (for `blockedUntil`) and written only after a throttle. */
export function accountBudget(given: AccountOptions): AccountBudget {
  const options: Counted = { ...given, now: () => given.now(), sleep: (ms, signal) => given.sleep(ms, signal), local: { state: freshBucket } };
  let blockedUntil: number | undefined;
  const blocked = (ms: number): FaultError =>
    new FaultError(
      fault('quota', 'budget', 'The budget of this vendor account is used up for the moment. Syncline goes on by itself.', '该账户的调用额度暂时用尽，Syncline 会自动继续。', {
        retryAfterMs: ms,
      }),
    );
  const waitFor = async (ms: number, signal: AbortSignal): Promise<void> => {
    if (ms > options.patienceMs) throw blocked(ms);
    await options.sleep(ms, signal);
  };
  return {
    async pass(cost, signal) {
      if (options.budgets.length === 0) {
        blockedUntil ??= (await load(options)).state.blockedUntil;
        const ms = take({ windows: {}, blockedUntil }, [], options.purpose, cost, options.now()).waitMs;
        if (ms > 0) await waitFor(ms, signal);
        return;
      }
      for (let tries = 0; tries < conflictsMax; tries += 1) {
        const { state, version } = await load(options);
        const taken = take(state, options.budgets, options.purpose, cost, options.now());
        if (taken.waitMs > 0) await waitFor(taken.waitMs, signal);
        else if (await store(options, taken.state, version, signal)) return;
      }
      throw blocked(throttleMs);
    },
    async block(ms) {
      blockedUntil = options.now() + ms;
      for (let tries = 0; tries < conflictsMax; tries += 1) {
        const { state, version } = await load(options);
        const next = { ...state, blockedUntil: Math.max(state.blockedUntil, blockedUntil) };
        if (await store(options, next, version)) return;
      }
    },
  };
}

async function load(options: Counted): Promise<{ state: BucketState; version: number }> {
  if (options.table === undefined) return { state: options.local.state, version: 0 };
  const [item] = await options.table.get([bucketKey(options.connection, options.account)], { consistent: true });
  return { state: item === undefined ? freshBucket : (item.body as unknown as BucketState), version: item?.version ?? 0 };
}

async function store(options: Counted, state: BucketState, version: number, signal?: AbortSignal): Promise<boolean> {
  if (options.table === undefined) {
    options.local.state = state;
    return true;
  }
  const item = { ...bucketKey(options.connection, options.account), kind: 'budget', body: { windows: { ...state.windows }, blockedUntil: state.blockedUntil } };
  const result = await options.table.write([{ op: 'put', item, when: version === 0 ? 'absent' : { version } }]);
  if (result.state === 'throttled' && signal !== undefined) await options.sleep(throttleMs, signal);
  return result.state === 'ok';
}
