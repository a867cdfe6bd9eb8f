import type * as z from 'zod';
import type { Sentence } from '../model/error.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Secret } from '../model/secret.ts';
import type { HttpRequest, HttpResponse } from './world.ts';

/** Why a vendor did not do what was asked. The kind drives retry, who is told, and the sentence shown. */
export type FaultKind = 'auth' | 'quota' | 'transient' | 'invalid' | 'duplicate' | 'missing' | 'conflict' | 'too-large' | 'schema' | 'unknown';

/** A fault, told without secrets or personal data. */
export interface Fault {
  readonly kind: FaultKind;
  /** The vendor's own code or word, for grouping failures by cause. */
  readonly code: string;
  readonly message: Sentence;
  /** Canonical or vendor field the vendor complained about, when it named one. */
  readonly field?: string;
  /** When the vendor said to come back, in ms from now. */
  readonly retryAfterMs?: number;
}

/** A fault of the whole connection or call, thrown by connectors; per-record faults are outcomes instead. */
export class FaultError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, options?: { cause?: unknown }) {
    super(`${fault.kind} ${fault.code}: ${fault.message.en}`, options);
    this.name = 'FaultError';
    this.fault = fault;
  }
}

/** Thrown by `read` when the stored cursor is no longer honoured: a full resync follows, not a failure. */
export class CursorExpired extends Error {
  constructor(message = 'the stored position is no longer known to the source') {
    super(message);
    this.name = 'CursorExpired';
  }
}

/** A folder that a connector may touch; every path is relative to it and cannot leave it. */
export interface Files {
  /** Files below the folder (recursive, byte order), with what tells a change cheaply. */
  list(): Promise<readonly { readonly path: string; readonly bytes: number; readonly modifiedAt: number }[]>;
  read(path: string): Promise<Uint8Array | undefined>;
  /** Streams a file in chunks; undefined when it does not exist. */
  stream(path: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Writes beside, syncs and renames, only while the file's content still has `expect` (sha-256 hex, or null for "does not exist"); false when it has not. */
  replace(path: string, bytes: Uint8Array, expect: string | null | undefined): Promise<boolean>;
  remove(path: string): Promise<void>;
}

/** What a connector is given for one call. It has no other way out. */
export interface ConnectorContext<Config = JsonObject> {
  readonly connection: string;
  readonly config: Config;
  /** Secrets named in the connection's configuration, by the key they stand under. */
  readonly secrets: Readonly<Record<string, Secret>>;
  /** HTTP within the egress list, the budget and the redaction; repeats only what is safe to repeat. `repeatable` marks a POST that may be sent again. */
  http(request: Omit<HttpRequest, 'timeoutMs'> & { readonly timeoutMs?: number; readonly repeatable?: boolean; readonly cost?: number }): Promise<HttpResponse>;
  /** For protocol libraries that open their own sockets: the address of a host on the egress list, to be connected to instead of its name, so that what was checked cannot change in between. Rejects with {@link FaultError} or `HttpError`. */
  allow(host: string, port: number): Promise<string>;
  /** The folder of a file connection; absent on others. */
  readonly files?: Files;
  /** A small per-connection memory (session tokens); lost at any time. */
  readonly memo: Map<string, unknown>;
  readonly signal: AbortSignal;
  now(): number;
  log(event: string, data?: JsonObject): void;
}

/** A row that could not be read: parked with its reason, the page goes on. */
export interface RejectedRow {
  /** The record's key when known, else a place such as `contacts.csv:17`. */
  readonly id: string;
  readonly fault: Fault;
  readonly line?: number;
}

/** One page. `resume` may be stored only once the page is; `last` is separate from it. */
export interface Page<R = JsonObject, C = Json> {
  readonly records: readonly R[];
  readonly deleted?: readonly string[];
  readonly rejected?: readonly RejectedRow[];
  readonly resume: C;
  /** True on the last page of the pass. */
  readonly last: boolean;
  /** True when the pass that this page ends showed every live record (so absent ones are gone). Only with `last`. */
  readonly complete?: boolean;
}

/** How a pass moves forward. */
export type Progress =
  | {
      readonly by: 'watermark';
      readonly field: string;
      readonly bound: 'inclusive' | 'exclusive';
      readonly precisionMs: number;
      readonly lookbackMs: number;
      readonly order: 'asc' | 'none';
    }
  | { readonly by: 'token' }
  | { readonly by: 'snapshot' };

/** How deletes are seen. */
export type Deletes =
  | { readonly by: 'flag'; readonly field: string }
  | { readonly by: 'feed' }
  | { readonly by: 'sweep'; readonly everyMs: number }
  | { readonly by: 'none'; readonly because: string };

/** One write asked of a connector. Fields are in vendor form; only what differs is sent. */
export interface WriteOp {
  /** Stable over retries of the same intent: an idempotency key where the vendor takes one. */
  readonly key: string;
  readonly action: 'create' | 'update' | 'archive' | 'delete';
  /** The vendor's id; absent on create. */
  readonly id?: string;
  /** Our own name for a new record, written where the vendor keeps external ids. */
  readonly externalId?: string;
  readonly fields: JsonObject;
  /** What the write rests on. */
  readonly base?: { readonly revision?: string; readonly record?: JsonObject };
}

/** What became of one write, 1:1 with the operations. `unsure` = sent, answer lost: look before repeating. */
export type WriteOutcome<R = JsonObject> =
  | { readonly state: 'applied' | 'unchanged'; readonly id: string; readonly record?: R; readonly revision?: string }
  | { readonly state: 'conflict'; readonly fault: Fault }
  | { readonly state: 'rejected'; readonly fault: Fault }
  | { readonly state: 'unsure'; readonly fault: Fault };

/** The write side of a stream. */
export interface Writer<R = JsonObject, Config = JsonObject> {
  readonly actions: readonly WriteOp['action'][];
  /** How a repeat is made harmless. */
  readonly repeatable: 'native-key' | 'external-id' | 'find-first';
  /** How a lost update is prevented. `read-compare` narrows the window only. */
  readonly guard: 'etag' | 'version' | 'read-compare';
  /** Most operations in one `push`. */
  readonly batch: number;
  /** Records that may already be what each create would make: by external id where there is one, else by natural key. 1:1 with `ops`. */
  find(ctx: ConnectorContext<Config>, ops: readonly WriteOp[]): Promise<readonly (readonly R[])[]>;
  /** Outcomes 1:1 with `ops` (at most `batch`). Throws a {@link FaultError} only when no operation can have been applied (refused connection, auth, quota); anything less certain is `unsure` per operation. */
  push(ctx: ConnectorContext<Config>, ops: readonly WriteOp[]): Promise<readonly WriteOutcome<R>[]>;
}

/** One kind of record of a system. Declared data plus a few small functions. */
export interface Stream<R = JsonObject, C = Json, Config = JsonObject> {
  readonly name: string;
  readonly record: z.ZodType<R>;
  readonly cursor: z.ZodType<C>;
  /** The vendor's id of a record: stable, unique in the stream, ≤ 200 bytes. */
  key(record: R): string;
  /** What changes with every change of the record, when the vendor has such a thing. */
  revision?(record: R): string | undefined;
  /** When the vendor says the record was changed, ms. */
  modifiedAt?(record: R): number | undefined;
  changedBy?(record: R): string | undefined;
  /** Our own name in the record, where the system keeps one for us (what a create's `externalId` became). */
  externalId?(record: R): string | undefined;
  /** Paths of decimal strings that are money. */
  readonly money?: readonly string[];
  /** Top-level fields left out of the change hash. */
  readonly volatile?: readonly string[];
  readonly progress: Progress;
  readonly deletes: Deletes;
  readonly traits: {
    /** `ordered`: revisions compare (numerically when both are digits, else by bytes) and later is greater. */
    readonly revision: 'ordered' | 'opaque' | 'none';
    /** A write's answer holds the record as stored. */
    readonly returnsBody: boolean;
    /** After this long, a request that got no answer cannot land any more. */
    readonly maxInFlightMs: number;
    /** After this long, a new record is found by `find`. */
    readonly searchLagMs: number;
  };
  /** Pages from a cursor (undefined = from the beginning). Throws {@link CursorExpired} or {@link FaultError}. */
  read(ctx: ConnectorContext<Config>, from: C | undefined): AsyncIterable<Page<R, C>>;
  /** The records with these ids as they are now; ids that do not exist are left out. At most {@link connectorLimits.fetchIds}. */
  fetch?(ctx: ConnectorContext<Config>, ids: readonly string[]): Promise<readonly R[]>;
  /** All live ids, for sweeps of streams whose reads are incremental. */
  ids?(ctx: ConnectorContext<Config>): AsyncIterable<readonly string[]>;
  count?(ctx: ConnectorContext<Config>): Promise<number>;
  readonly write?: Writer<R, Config>;
}

/** A window of calls that a vendor account allows. */
export interface Budget {
  readonly name: string;
  readonly calls: number;
  readonly perMs: number;
}

/** What a webhook says: which records may have changed. Only a hint to fetch. */
export interface Hint {
  readonly stream: string;
  /** `all`: something changed and the delivery does not say what; the stream is pulled. */
  readonly ids: readonly string[] | 'all';
  /** Names one delivery, for refusing replays. */
  readonly delivery?: string;
}

/** The webhook side of a system. Everything works on the raw bytes. */
export interface Hooks<Config = JsonObject> {
  /** Keys of the connection's secrets that the vendor signs with: two, so that one can be rotated. Those not set are left out. */
  readonly secrets: readonly string[];
  /** Lower-case name of the header that holds the signature. */
  readonly signature: string;
  verify(raw: Uint8Array, headers: Readonly<Record<string, string>>, secrets: readonly Secret[], now: number): 'ok' | 'bad' | 'stale';
  /** A synchronous answer that the vendor demands at set-up, when the body is such a demand. */
  challenge?(raw: Uint8Array, headers: Readonly<Record<string, string>>): { readonly status: number; readonly body: string; readonly type: string } | undefined;
  /** What a genuine delivery tells of (headers by lower-case name); none for events that do not concern us, `unreadable` for a form that is not known: it is parked. */
  hints(raw: Uint8Array, config: Config, headers: Readonly<Record<string, string>>): readonly Hint[] | 'unreadable';
}

/** A system that Syncline speaks with. */
export interface Connector<Config = JsonObject> {
  /** kebab-case; the folder's name. */
  readonly id: string;
  readonly version: string;
  /** The connection's `config:` block, secrets left out. */
  readonly config: z.ZodType<Config>;
  /** Names of the secrets it needs, e.g. `password`. */
  readonly secrets: readonly { readonly name: string; readonly required: boolean; readonly about: string }[];
  /** Hosts it may reach, from its configuration; empty for connectors that only touch files. */
  egress(config: Config): readonly { readonly host: string; readonly port: number }[];
  readonly budgets: readonly Budget[];
  /** Tells a throttle that is not a 429 (Salesforce 403, NetSuite 400 …), with the wait where the vendor names one. */
  throttled?(response: HttpResponse): { readonly retryAfterMs?: number } | undefined;
  /** Streams that exist for this configuration. */
  streams(config: Config): readonly AnyStream[];
  readonly hooks?: Hooks<Config>;
  /** Tries the connection and names the account and what is missing; throws {@link FaultError}. */
  check(ctx: ConnectorContext<Config>): Promise<{ readonly account: string; readonly notes: readonly Sentence[] }>;
  /** Maps anything thrown to a fault. */
  explain(error: unknown): Fault;
}

/** A stream of whatever records; its own schema checks them. */
// biome-ignore lint/suspicious/noExplicitAny: streams of different record types live in one list; each is checked by its own schema
export type AnyStream = Stream<any, any, any>;
/** A connector of whatever configuration; its own schema checks it. */
// biome-ignore lint/suspicious/noExplicitAny: connectors of different configurations live in one registry; each is checked by its own schema
export type AnyConnector = Connector<any>;

/** Limits that every connector keeps. */
export const connectorLimits = { pageRecords: 1_000, fetchIds: 100, recordBytes: 256_000, idBytes: 200, pageMs: 60_000 } as const;
