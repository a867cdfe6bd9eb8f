import { type Ref, workspace } from '../../model/ids.ts';
import { IdentityEngine } from '../engine.ts';
import { learntResolver } from '../learnt.ts';
import type { Features, Resolver } from '../resolver.ts';
import type { SameStream } from '../stream.ts';
import type { Column } from './columns.ts';
import { rowOf } from './dedupe.ts';
import { readTable, rowRef, type Table, type TableOptions } from './table.ts';

/** Two rows, one of each table, that are the same. */
export interface LinkedPair {
  readonly row_a: number;
  readonly row_b: number;
  /** Bits; above 0 speaks for the same. */
  readonly score: number;
}

/** The result of {@link link}. */
export interface Linked {
  readonly model: string;
  readonly columns: { readonly a: readonly Column[]; readonly b: readonly Column[] };
  readonly pairs: readonly LinkedPair[];
  /** Tables that were found to hold nobody twice: of their rows, one at most is linked to each row of the other. */
  readonly oneToOne: { readonly a: boolean; readonly b: boolean };
}

/** A table in which this share of rows has a double is not one that holds nobody twice. */
const doublesMax = 0.05;

/** Links the rows of two tables with the engine that sync uses; both tables are read with the same options. A table without doubles of its own is trusted to have none, so the best fitting row wins. */
export function link(a: Table, b: Table, options: TableOptions): Linked {
  const [readA, readB] = [readTable(a, options), readTable(b, options)];
  const records = [...readA.records, ...readB.records];
  const policy = new Map<string, SameStream>();
  const { resolver, features } = learntResolver({ type: options.type, records, country: options.country, sameStream: (stream) => policy.get(stream) ?? 'free' });
  const refs = [...readA.records.map((_, i) => rowRef('a', i)), ...readB.records.map((_, i) => rowRef('b', i))];
  const [fromA, fromB] = [features.slice(0, readA.records.length), features.slice(readA.records.length)];
  const [singleA, singleB] = [!hasDoubles(fromA, resolver, options.type), !hasDoubles(fromB, resolver, options.type)];
  if (singleA) policy.set('a/rows', 'never');
  if (singleB) policy.set('b/rows', 'never');
  const engine = new IdentityEngine({ resolver, type: options.type, workspace: workspace('main') });
  refs.forEach((ref, i) => {
    engine.add(ref, features[i] as Features);
  });
  return { model: resolver.model, columns: { a: readA.columns, b: readB.columns }, pairs: pairsOf(engine), oneToOne: { a: singleA, b: singleB } };
}

function hasDoubles(features: readonly Features[], resolver: Resolver, type: 'person' | 'organization'): boolean {
  const engine = new IdentityEngine({ resolver, type, workspace: workspace('main') });
  const doubles = features.filter((f, i) => engine.add(rowRef('alone', i), f).decision.kind === 'link').length;
  return doubles > features.length * doublesMax;
}

function pairsOf(engine: IdentityEngine): LinkedPair[] {
  const pairs: LinkedPair[] = [];
  for (const entity of engine.store.entities()) {
    const from = (source: string): Ref[] => entity.members.filter((m) => m.startsWith(`${source}/`));
    for (const left of from('a')) for (const right of from('b')) pairs.push({ row_a: rowOf(left), row_b: rowOf(right), score: engine.compare(left, right)?.total ?? 0 });
  }
  return pairs.sort((x, y) => x.row_a - y.row_a || x.row_b - y.row_b);
}
