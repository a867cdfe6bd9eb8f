import type { JsonObject } from '../../core/model/json.ts';
import type { Fault, WriteOp, WriteOutcome } from '../../core/ports/connector.ts';
import { mayHaveLanded } from '../kit/landed.ts';
import { rowsById } from './changes.ts';
import { explain } from './explain.ts';
import { hasForeignEdit } from './meta.ts';
import { partsOf, partySource } from './party.ts';
import { type Context, session } from './rpc.ts';
import type { Party } from './schema.ts';
import { idOf, type Stamp } from './values.ts';

/** Outcomes by operation. */
export type Outcomes = Map<WriteOp, WriteOutcome<Party>>;

/** An operation that was not done, or may not have been. */
export type Failure = Extract<WriteOutcome<Party>, { readonly fault: Fault }>;

/** What became of an operation whose writing call threw. */
export function failed(error: unknown): Failure {
  if (mayHaveLanded(error)) return { state: 'unsure', fault: explain(error) };
  return refused(error);
}

/** What became of an operation that met an error before anything of it was written. */
export function refused(error: unknown): Failure {
  const fault = explain(error);
  return { state: fault.kind === 'conflict' ? 'conflict' : 'rejected', fault };
}

/** True for a fault of the whole connection: further calls would meet it too. */
export function isGeneral(fault: Fault): boolean {
  return fault.kind === 'auth' || fault.kind === 'quota' || fault.kind === 'transient';
}

/** Newest stamp of a party and its parts. */
export function newestOf(row: JsonObject): Stamp {
  return partySource.stamps(row).reduce((a, b) => Math.max(a, b), 0);
}

/** A party that was written, to be read back. `after`: newest stamp that it had before our write. */
export interface Written {
  readonly op: WriteOp;
  readonly id: number;
  readonly after: Stamp;
}

/**
 * Reads back what was written, in one call. The record goes into the outcome only if nobody else has stamped it since:
 *
 *   read ── our write ── somebody's edit ── read back     the body would show their value as if we had made it
 *
 * Without a record the engine reads again and judges by its own rules.
 */
export async function readBack(ctx: Context, written: readonly Written[], outcomes: Outcomes): Promise<void> {
  if (written.length === 0) return;
  const { uid, rows } = await look(ctx, written).catch(() => ({ uid: 0, rows: [] })); // written is written, whether it can be seen or not
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  for (const { op, id, after } of written) {
    const row = byId.get(id);
    const ours = row !== undefined && !hasForeignEdit([row, ...Object.values(partsOf(row)).flat()], uid, after);
    outcomes.set(op, applied('applied', id, ours ? recordOf(ctx, row) : undefined));
  }
}

async function look(ctx: Context, written: readonly Written[]): Promise<{ readonly uid: number; readonly rows: readonly JsonObject[] }> {
  const ids = written.map((w) => String(w.id));
  return { rows: await rowsById(ctx, partySource, ids), uid: (await session(ctx)).uid };
}

/** An outcome with the record, when it is known. */
export function applied(state: 'applied' | 'unchanged', id: number, record: Party | undefined): WriteOutcome<Party> {
  return { state, id: String(id), ...(record === undefined ? {} : { record, revision: record.meta.revision }) };
}

/** The party as a record; undefined when its row does not fit the schema. */
export function recordOf(ctx: Context, row: JsonObject): Party | undefined {
  const read = partySource.toRecord(row, ctx);
  return read.ok ? read.record : undefined;
}
