import type { JsonObject } from '../../core/model/json.ts';
import type { Secret } from '../../core/model/secret.ts';
import { type AnyConnector, type ConnectorContext, FaultError, type Files } from '../../core/ports/connector.ts';
import type { Table } from '../../core/ports/table.ts';
import { type Clock, type Http, HttpError, type HttpRequest, type HttpResponse } from '../../core/ports/world.ts';
import { type AccountBudget, accountBudget } from './account.ts';
import type { Purpose } from './bucket.ts';
import { checkDestination, checkUrl, publicOnly, type Reach } from './egress.ts';
import { fault } from './fault.ts';
import { type Exchange, exchangeOf } from './recording.ts';
import { redactJson, redactorOf } from './redact.ts';
import { isRepeatable, send } from './send.ts';

/** What a context is made of. Everything outside comes from here: the kit has no clock, socket or timer of its own. */
export interface ContextOptions<Config = JsonObject> {
  /** The connector whose egress list, budgets and throttle signs hold. */
  readonly connector: AnyConnector;
  /** Name of the connection. */
  readonly connection: string;
  /** The `config:` block, already parsed by the connector's schema. */
  readonly config: Config;
  readonly secrets?: Readonly<Record<string, Secret>>;
  readonly http?: Http;
  /** Where the shared budget lives; without it each context counts for itself. */
  readonly table?: Table;
  readonly clock: Clock;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  readonly files?: Files;
  /** Kept between contexts of one connection in one process (session tokens). */
  readonly memo?: Map<string, unknown>;
  readonly signal?: AbortSignal;
  /** Default `pull`; deliveries may use the share that is kept back for them. */
  readonly purpose?: Purpose;
  /** Vendor account whose budget is shared; default: the connection's only one. */
  readonly account?: string;
  /** Default: public https only. */
  readonly reach?: Reach;
  /** Resolves a name to an address within the reach, once; without it the name itself is handed on (there is no network). */
  resolve?(host: string, reach: Reach): Promise<string>;
  /** Until when our lease holds (ms): no call starts that could outlive it. */
  leaseUntil?(): number;
  log?(event: string, data: JsonObject): void;
  record?(exchange: Exchange): void;
}

/** What a request takes when it does not say. */
const timeoutMsDefault = 30_000;
/** No request may take longer: a step is at most five minutes. */
const timeoutMsMax = 120_000;
/** Left of a lease after a call's time-out, for storing what it did. */
const leaseMarginMs = 5_000;
/** Longest wait for the budget in place; beyond it the work goes back to the queue. */
const budgetPatienceMs = 5_000;
/** Answers larger than this are cut off by the adapter. */
const responseBytesMax = 32 * 1024 * 1024;

const never = new AbortController().signal;

/** Makes what a connector is given for one call. */
export function createContext<Config = JsonObject>(options: ContextOptions<Config>): ConnectorContext<Config> {
  const { connector, connection, config, clock } = options;
  const secrets = options.secrets ?? {};
  const signal = options.signal ?? never;
  const reach = options.reach ?? publicOnly;
  const redact = redactorOf(secrets);
  const egress = connector.egress(config);
  const budget = budgetOf(options);
  return {
    connection,
    config,
    secrets,
    signal,
    files: options.files,
    memo: options.memo ?? new Map<string, unknown>(),
    now: () => clock.now(),
    async allow(host, port) {
      checkDestination(egress, reach, host, port);
      return options.resolve?.(host, reach) ?? host;
    },
    log: (event, data) => options.log?.(redact(event), redactJson(data ?? {}, redact) as JsonObject),
    http: (asked) => {
      const { repeatable, cost, ...rest } = asked;
      const request: HttpRequest = { responseBytesMax, ...rest, timeoutMs: Math.min(asked.timeoutMs ?? timeoutMsDefault, timeoutMsMax), signal: asked.signal ?? signal };
      const once = async (): Promise<HttpResponse> => {
        checkUrl(egress, reach, request.url);
        await budget.pass(cost ?? 1, signal);
        mayStart(options, request.timeoutMs, signal);
        return exchange(options, request, redact);
      };
      return send({
        repeatable: isRepeatable(request, repeatable),
        throttled: connector.throttled,
        once,
        block: (ms) => budget.block(ms),
        now: () => clock.now(),
        sleep: (ms) => options.sleep(ms, signal),
      });
    },
  };
}

function budgetOf<Config>(options: ContextOptions<Config>): AccountBudget {
  return accountBudget({
    table: options.table,
    connection: options.connection,
    account: options.account ?? 'default',
    budgets: options.connector.budgets,
    purpose: options.purpose ?? 'pull',
    patienceMs: budgetPatienceMs,
    now: () => options.clock.now(),
    sleep: (ms, signal) => options.sleep(ms, signal),
  });
}

/** A call starts only while it is wanted and only if the lease outlives it. */
function mayStart<Config>(options: ContextOptions<Config>, timeoutMs: number, signal: AbortSignal): void {
  if (signal.aborted) throw new HttpError('aborted', false);
  const until = options.leaseUntil?.();
  if (until === undefined || until - options.clock.now() > timeoutMs + leaseMarginMs) return;
  throw new FaultError(fault('transient', 'lease.short', 'There is not enough time left in this step; the next one goes on.', '本步骤剩余时间不足，将由下一步继续。'));
}

async function exchange<Config>(options: ContextOptions<Config>, request: HttpRequest, redact: (text: string) => string): Promise<HttpResponse> {
  if (options.http === undefined) throw new TypeError(`connection ${options.connection} was made without a way to other machines`);
  let response: HttpResponse | undefined;
  try {
    response = await options.http.request(request);
    return response;
  } finally {
    options.record?.(exchangeOf(request, response, redact));
  }
}
