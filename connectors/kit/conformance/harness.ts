import type { JsonObject } from '../../../core/model/json.ts';
import type { Files, WriteOp } from '../../../core/ports/connector.ts';
import type { Http } from '../../../core/ports/world.ts';
import type { Reach } from '../egress.ts';

/**
 * What a fake vendor can do to the next calls:
 * `throttle-seconds` / `throttle-date`: too many calls, come back in 60 s (as a number, as a date) · `unavailable`: 503 or the like ·
 * `reset`: the connection breaks before the vendor saw the request · `garbled`: an answer that is no answer ·
 * `unauthorized`: the credentials are refused · `lost-answer`: a write is done and then the connection breaks.
 */
export type FakeFault = 'throttle-seconds' | 'throttle-date' | 'unavailable' | 'reset' | 'garbled' | 'unauthorized' | 'lost-answer';

/** How long the fake's throttles ask for. */
export const throttleMs = 60_000;

/** One stream of a fake vendor, seen from the vendor's side: what people there do. */
export interface FakeStream {
  /** Adds `n` ordinary records; returns their ids in any order. */
  add(n: number): Promise<readonly string[]>;
  /** A person changes a record visibly. */
  edit(id: string): Promise<void>;
  /** A person deletes a record. */
  remove(id: string): Promise<void>;
  /** A row appears that cannot be read as a record. */
  poison(): Promise<void>;
  /** Live records at the vendor, counted at the vendor. */
  size(): Promise<number>;
  /** The n-th record to create: with Chinese text, an emoji and, where there is one, money. */
  create?(n: number): Pick<WriteOp, 'fields' | 'externalId'>;
  /** A partial change: not all fields of a record. Different `n`, different values. */
  change?(n: number): JsonObject;
  /** A create that this vendor refuses for what is in it. */
  refused?(): Pick<WriteOp, 'fields' | 'externalId'>;
  /** True when the stored record shows the written fields; default: each top-level field is equal. */
  shows?(record: JsonObject, fields: JsonObject): boolean;
  /** Top-level fields that the vendor moves with every write: version, time of change. */
  readonly stamps?: readonly string[];
  /** Makes all cursors given so far unusable. */
  expire?(): Promise<void>;
}

/** A small vendor in memory with fault switches. */
export interface Fake {
  /** The `config:` block, as a user would write it. */
  readonly config: JsonObject;
  readonly secrets: Readonly<Record<string, string>>;
  readonly http?: Http;
  readonly files?: Files;
  /** Default: everything is allowed, a fake listens on this machine. */
  readonly reach?: Reach;
  stream(name: string): FakeStream;
  /** Calls that reached the vendor. */
  calls(): number;
  /** Writes that changed something at the vendor. */
  effects(): number;
  /** Sessions or tokens given out; absent when the vendor has none. */
  logins?(): number;
  /** The next `times` calls meet this; throws when the fake cannot do it. */
  inject(fault: FakeFault, times: number): void;
  close?(): Promise<void>;
}

/** One genuine delivery of a webhook. */
export interface Delivery {
  readonly raw: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** How deliveries are made, for connectors with hooks. */
export interface HookHarness {
  /** Signs a body with a secret at a time, as the vendor does. */
  sign(body: string, secret: string, at: number): Delivery;
  /** Header that holds the signature. */
  readonly signature: string;
  /** True when the vendor signs the time. */
  readonly dated: boolean;
  /** An event about these ids, and an event of a kind that nobody asked for. */
  event(ids: readonly string[]): string;
  readonly unknown: string;
}

/** A rule that a connector does not keep, and why. A waiver that nothing needs is an error. `rule` may end in `*`. */
export interface Waiver {
  readonly rule: string;
  /** Default: all streams. */
  readonly stream?: string;
  readonly because: string;
}

/** What a connector brings to be proved. */
export interface Harness {
  /** A fresh vendor without records. */
  fake(): Promise<Fake>;
  /** Streams to prove. */
  readonly streams: readonly string[];
  /** Records in a full page, as the connector reads under the fake's configuration. */
  readonly pageSize: number;
  readonly hooks?: HookHarness;
  readonly waivers?: readonly Waiver[];
}
