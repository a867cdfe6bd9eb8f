import type { Principal } from '../../core/access/principal.ts';
import type { Table } from '../../core/ports/table.ts';
import type { FinanceService } from '../../core/receivables/service.ts';
import type { Incoming, Taken } from '../../core/sync/intake.ts';
import type { Actor, SyncService } from '../../core/sync/service.ts';
import type { Api } from './router.ts';
import type { SecretShelf } from './secret-shelf.ts';

/** One workspace as the API serves it. */
export interface Opened {
  readonly name: string;
  readonly service: SyncService;
  readonly finance: FinanceService;
  readonly table: Table;
  /** Absent where a cloud's own secret store is used. */
  readonly secrets?: SecretShelf;
}

/** What the API is made of: the same on Lambda, in the embedded process and for one command of the CLI. */
export interface ApiDeps {
  /** Product version, told by health. */
  readonly version: string;
  /** The workspace of that name (undefined: the default one); undefined when there is none. */
  open(name: string | undefined): Promise<Opened | undefined>;
  /** Takes a webhook for a workspace, whether or not there is one of that name. */
  takeHook(workspace: string, incoming: Incoming): Promise<Taken>;
  /** A principal whose token lives only as long as this process: for the command line of the user who started it. */
  readonly session?: { readonly hash: string; readonly principal: Principal };
  /** Milliseconds since 1970. */
  now(): number;
  /** A fresh name, see the port `Ids`. */
  fresh(label: string): string;
  /** Random bytes for tokens, from the operating system. */
  random(bytes: number): Uint8Array;
  /** The OpenAPI description of the app: made from its routes, or as it was made before. */
  description(api: Api): Promise<object>;
  /** Where unexpected errors go; the answer never holds them. */
  log(event: string, error: unknown): void;
}

/** What handlers find in their context. */
export interface ApiEnv {
  /** `local`: set only by callers in the same process, who hold the store's file and need no token. Nothing in a request can set it. */
  Bindings: { readonly local?: Principal };
  Variables: { readonly deps: ApiDeps; readonly opened: Opened; readonly principal: Principal };
}

/** The principal as the author of a write. */
export function actorOf(principal: Principal): Actor {
  return { id: principal.id, name: principal.name };
}
