import { partsOf } from '../model/ids.ts';
import { named } from '../model/named.ts';
import { canonicalType } from '../model/types.ts';
import type { Fault } from '../ports/connector.ts';
import { type FieldProblem, familyOf, type Raw, type StreamMapping } from '../ports/mapping.ts';
import type { Effects } from './brake.ts';
import type { RouteConfig } from './config.ts';
import type { Entity } from './entity.ts';
import { closeFailure, reportFailure } from './failure.ts';
import type { IntentField, SourceRecord } from './record.ts';
import type { StreamWork } from './unify-record.ts';
import type { VendorCalls } from './vendor-calls.ts';
import { failingWith, mendable } from './write-failures.ts';

/** One target of deliveries, ready to be written to. */
export interface Target extends StreamWork {
  readonly route: RouteConfig;
  readonly calls: VendorCalls;
  /** Streams (`connection/stream`) whose position was lost: nothing is created from them meanwhile. */
  readonly resyncing: ReadonlySet<string>;
}

/** What became of one entity at a target. `later`: nothing more now, come back in `inMs`. */
export type Delivered =
  /** `mentioned`: arrivals of whom it names, and the target has no link for. */
  | { readonly state: 'done'; readonly did?: 'created' | 'updated' | 'archived' | 'deleted'; readonly mentioned?: readonly string[] }
  | { readonly state: 'later'; readonly inMs: number }
  /** Waits in the table for `on`. */
  | { readonly state: 'waits'; readonly on: string; readonly parent?: string }
  | { readonly state: 'braked' }
  | { readonly state: 'failed' };

/** One more look is needed. */
export const round = 'round';

/** How long a vendor may take to answer a write before it counts as unanswered. */
export const writeTimeoutMs = 30_000;

/** What a write does to the target's records, for the brake. */
export function effectsOf(fields: Readonly<Record<string, IntentField>>, before: Readonly<Record<string, Raw>> | undefined): Effects {
  if (before === undefined) return { deletes: 0, changes: 0, blanks: {} };
  const blanks: Record<string, number> = {};
  for (const [field, f] of Object.entries(fields)) {
    if (f.raw === null && (before[field] ?? null) !== null && familyOf(field).element === undefined) blanks[field] = 1;
  }
  return { deletes: 0, changes: 1, blanks };
}

/** Vendor form per field, as the mapping's `patch` takes it. */
export function rawsOf(fields: Readonly<Record<string, IntentField>>): Record<string, Raw> {
  const raws = named<Raw>();
  for (const name in fields) raws[name] = (fields[name] as IntentField).raw;
  return raws;
}

/** The canonical field a vendor means when it names one of its own. */
export function fieldNamed(mapping: StreamMapping, vendorField: string | undefined, fields: readonly string[]): string | undefined {
  if (vendorField === undefined) return fields.length === 1 ? fields[0] : undefined;
  const exact = fields.find((f) => familyOf(f).name === vendorField);
  return (
    exact ?? fields.find((f) => mapping.fields.get(familyOf(f).name)?.paths.some((p) => p === vendorField || p.startsWith(`${vendorField}.`) || vendorField.startsWith(`${p}.`)))
  );
}

/** Under which cause a fault of a write is reported. */
export function writeCauseOf(fault: Pick<Fault, 'kind' | 'code'>, field: string | undefined): string {
  return `write.${fault.kind}.${fault.code}${field === undefined ? '' : `.${field}`}`;
}

/** Opens a failure of a write. A record keeps its causes (`failing`), so that whoever finds it mended knows what to close. */
export async function reportWrite(t: Target, record: string, entity: Entity, fault: Fault, field: string | undefined): Promise<string> {
  const cause = writeCauseOf(fault, field);
  const label = entity.golden[canonicalType(entity.type).label]?.value;
  await reportFailure(t.world, {
    connection: t.connection,
    stream: t.stream.name,
    record,
    cause,
    kind: 'refused',
    reason: fault.message,
    entity: entity.id,
    ...(field === undefined ? {} : { field }),
    ...(typeof label === 'string' ? { label } : {}),
    ...amountOf(entity),
  });
  return cause;
}

/** What a connector that threw something else than a fault is reported as. */
export function bugFault(t: Pick<Target, 'connection'>, error: unknown): Fault {
  const name = error instanceof Error ? error.name : 'error';
  return {
    kind: 'unknown',
    code: 'bug',
    message: {
      en: `The connector of ${t.connection} failed (${name}); whether the write arrived is looked up before it is repeated.`,
      zh: `连接 ${t.connection} 的连接器出错（${name}）；重试前会先核对写入是否已生效。`,
    },
  };
}

/** Opens a failure for each golden value that this system's mapping cannot express. */
export async function reportInexpressible(t: Target, record: string, entity: Entity, problems: readonly FieldProblem[]): Promise<void> {
  for (const p of problems) await reportWrite(t, record, entity, inexpressible(p), p.field);
}

const inexpressible = (p: FieldProblem): Fault => ({ kind: 'invalid', code: p.code, message: p.message });

function amountOf(entity: Entity): { amount?: { amount: string; currency: string } } {
  for (const field of ['open', 'total', 'amount']) {
    const value = entity.golden[field]?.value;
    if (typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value)
      return { amount: { amount: String(value['amount']), currency: String(value['currency']) } };
  }
  return {};
}

/** Closes the write failures of a record whose cause is gone: the target holds what golden says, but for parked cells and what its mapping cannot express. The record then keeps the causes that stand. */
export async function mendWrites(t: Target, rec: SourceRecord, problems: readonly FieldProblem[]): Promise<SourceRecord> {
  const standing = problems.map((p) => writeCauseOf(inexpressible(p), p.field));
  const mended = mendable(rec).filter((cause) => !standing.includes(cause));
  for (const cause of mended) await closeFailure(t.world, t.connection, t.stream.name, partsOf(rec.ref).id, cause);
  return failingWith(mended.length === 0 ? rec : { ...rec, failing: rec.failing.filter((c) => !mended.includes(c)) }, standing);
}
