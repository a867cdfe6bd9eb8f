import type { Principal } from '../../core/access/principal.ts';
import type { Table } from '../../core/ports/table.ts';
import type { Actor, SyncService } from '../../core/sync/service.ts';

/** One workspace as the API serves it. */
export interface Opened {
  readonly name: string;
  readonly service: SyncService;
  readonly table: Table;
}

/** What the API is made of: the same on Lambda, in the embedded process and for one command of the CLI. */
export interface ApiDeps {
  /** Product version, told by health. */
  readonly version: string;
  /** The workspace of that name (undefined: the default one); undefined when there is none. */
  open(name: string | undefined): Promise<Opened | undefined>;
  /** Milliseconds since 1970. */
  now(): number;
  /** A fresh name, see the port `Ids`. */
  fresh(label: string): string;
  /** Random bytes for tokens, from the operating system. */
  random(bytes: number): Uint8Array;
  /** Where unexpected errors go; the answer never holds them. */
  log(event: string, error: unknown): void;
}

/** What handlers find in their context. */
export interface ApiEnv {
  Variables: { readonly deps: ApiDeps; readonly opened: Opened; readonly principal: Principal };
}

/** The principal as the author of a write. */
export function actorOf(principal: Principal): Actor {
  return { id: principal.id, name: principal.name };
}
