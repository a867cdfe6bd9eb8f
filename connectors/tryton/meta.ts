import { contentHash } from '../../core/model/hash.ts';
import { type JsonObject, own } from '../../core/model/json.ts';
import { flagFrom, idOf, rowOf, type Stamp, stampFrom, textFrom } from './values.ts';

/** Fields that tell when and by whom a row was last changed, to be read with every watched model. */
export function stampFields(path = ''): readonly string[] {
  const prefix = path === '' ? '' : `${path}.`;
  return ['write_date', 'create_date', 'write_uid.login', 'create_uid.login'].map((field) => prefix + field);
}

/** A row's own newest stamp. */
export function stampOf(row: JsonObject): Stamp {
  return stampFrom(own(row, 'write_date')) ?? stampFrom(own(row, 'create_date')) ?? 0;
}

/** Who made a row's newest stamp. */
function authorOf(row: JsonObject): JsonObject | null | undefined {
  return stampFrom(own(row, 'write_date')) === undefined ? rowOf(row, 'create_uid') : rowOf(row, 'write_uid');
}

/** When and by whom a record was last changed. */
export interface Meta {
  readonly revision: string;
  readonly modifiedAt: number;
  readonly changedBy: string | null;
}

/** Parts of a record, by relation. */
export type Parts = Readonly<Record<string, readonly JsonObject[]>>;

/**
 * The revision is a hash over every member's id, stamp (µs) and `active`: it changes with every edit, and also when a part
 * is added or taken away. It is finer than Tryton's own `_timestamp`, which is whole seconds on SQLite.
 */
export function metaOf(row: JsonObject, parts: Parts): Meta {
  const members = [row, ...Object.values(parts).flat()];
  const latest = members.reduce((a, b) => (stampOf(b) > stampOf(a) ? b : a));
  const named = Object.entries(parts).map(([relation, rows]) => [relation, ...rows.map(signature).sort()]);
  return {
    revision: contentHash([signature(row), ...named]),
    modifiedAt: Math.floor(stampOf(latest) / 1_000),
    changedBy: textFrom(authorOf(latest)?.['login']) ?? null,
  };
}

function signature(row: JsonObject): string {
  return `${idOf(row)}@${stampOf(row)}${own(row, 'active') === undefined || flagFrom(own(row, 'active')) ? '' : '-'}`;
}

/** True when somebody else than `uid` made a stamp on one of these rows that is later than `after`. */
export function hasForeignEdit(rows: readonly JsonObject[], uid: number, after: Stamp): boolean {
  return rows.some((row) => {
    const author = authorOf(row);
    return stampOf(row) > after && author !== undefined && (author === null || idOf(author) !== uid);
  });
}
