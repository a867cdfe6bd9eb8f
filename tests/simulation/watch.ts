import type { Item, Op, Table, WriteResult } from '../../core/ports/table.ts';
import type { Slot, SourceRecord } from '../../core/sync/record.ts';
import { recordOf } from '../../core/sync/record-item.ts';
import type { Sometimes } from './sometimes.ts';
import type { Tries } from './tries.ts';

/** Who made which record of ours, as the vendors were told. */
export type MakerOf = (ref: string) => string | undefined;

/** Looks over the shoulder of an invocation's table: counts what should happen sometimes and notes whose creates are whose, without touching it. */
export function watchTable(table: Table, asker: string, { sometimes, tries, makerOf }: { sometimes: Sometimes; tries: Tries; makerOf: MakerOf }): Table {
  return {
    workspace: table.workspace,
    get: (...args) => table.get(...args),
    query: (...args) => table.query(...args),
    list: (...args) => table.list(...args),
    scan: (...args) => table.scan(...args),
    addToSet: (...args) => table.addToSet(...args),
    async write(ops, options) {
      tries.asked(ops, asker);
      const result = await table.write(ops, options);
      note(ops, result, asker, sometimes, makerOf);
      return result;
    },
  };
}

function note(ops: readonly Op[], result: WriteResult, asker: string, s: Sometimes, makerOf: MakerOf): void {
  if (result.state === 'conflict') {
    const kinds = ops.map((op) => (op.op === 'put' ? op.item.kind : ''));
    if (kinds.includes('cursor')) s.count('a pull that had lost its lease was fenced off');
    if (kinds.includes('record')) s.count('a worker that had read an older record was fenced off');
    if (kinds.includes('entity')) s.count('two folds of one entity met');
    if (kinds.includes('slot')) s.count('two creates of one entity met');
  }
  if (result.state !== 'ok') return;
  for (const op of ops) {
    if (op.op === 'put') noteItem(op.item as Item, asker, s, makerOf);
    else if (op.op === 'delete' && op.key.pk.startsWith('WAIT#'))
      s.count(op.key.pk.startsWith('WAIT#CON#') ? 'work parked for a connection was released' : 'a record parked for its parent was released');
  }
}

function noteItem(item: Item, asker: string, s: Sometimes, makerOf: MakerOf): void {
  if (item.kind === 'record') noteRecord(recordOf(item), asker, s, makerOf);
  else if (item.kind === 'slot') noteSlot(item, s);
  else if (item.kind === 'waiting' && item.body['why'] === 'mention') s.count('a record was written before somebody whom it names was there');
  else if (item.kind === 'conflict') s.count(`an edit lost and was logged: ${String(item.body['reason'])}`);
  else if (item.kind === 'cursor' && item.body['paused'] !== undefined) s.count('a brake was pulled');
  else if (item.kind === 'entity' && item.body['mergedInto'] !== undefined) s.count(s.inFlight.size > 0 ? 'a merge met deliveries in flight' : 'entities were merged');
}

function noteRecord(rec: SourceRecord, asker: string, s: Sometimes, makerOf: MakerOf): void {
  if (rec.intent === undefined) s.inFlight.delete(rec.ref);
  else s.inFlight.add(rec.ref);
  if (rec.state !== 'live') s.count(rec.state === 'missing' ? 'a record was missing from a sweep' : `a record was gone by ${rec.goneBy ?? 'nobody'}`);
  if (rec.origin === 'ours' && !s.known.has(rec.ref)) {
    s.known.add(rec.ref);
    const maker = makerOf(rec.ref);
    if (maker !== undefined && maker !== asker) s.count('a create whose maker had died was adopted');
  }
  for (const cell of Object.values(rec.cells)) {
    if (cell.doubt !== undefined) s.count('a value was in doubt');
    if (cell.park !== undefined) s.count(`a cell was parked: ${cell.park.why}`);
  }
}

function noteSlot(item: Item, s: Sometimes): void {
  const slot = item.body as unknown as Slot;
  const name = `${item.pk}`;
  if (slot.state === 'open') s.inFlight.add(name);
  else s.inFlight.delete(name);
  if (slot.state === 'void') s.count('a create gave way or came to nothing');
}
