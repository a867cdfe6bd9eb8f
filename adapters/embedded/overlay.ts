import type { GroupCommit } from './commit.ts';
import type { ImageRow } from './row.ts';

/** An item as it stands since the last fold. */
export interface Fresh extends ImageRow {
  /** Number of its last announced change. */
  readonly feed: number | null;
  readonly gone: boolean;
  /** The table has a row of this key. */
  readonly inTable: boolean;
  /** The table's row stands at the same place of the index. */
  readonly sameIndex: boolean;
}

/** The name of an item in memory. */
export function nameOf(pk: string, sk: string): string {
  return `${pk}\u0000${sk}`;
}

/** The names of a partition: most hold one item. */
type Names = string | Set<string>;

/** Items that changed since the last fold, by key, by partition and by partition of the index. */
export class Overlay {
  readonly #commit: GroupCommit;
  readonly #byName = new Map<string, Fresh>();
  /** Names that were touched there; one may since have been undone or moved. */
  readonly #byPk = new Map<string, Names>();
  readonly #byLpk = new Map<string, Names>();

  constructor(commit: GroupCommit) {
    this.#commit = commit;
  }

  get size(): number {
    return this.#byName.size;
  }

  get(name: string): Fresh | undefined {
    return this.#byName.get(name);
  }

  /** All of them, by key: neighbours share pages of the table. */
  inOrder(): readonly Fresh[] {
    return [...this.#byName.keys()].sort().map((name) => this.#byName.get(name) as Fresh);
  }

  /** Notes how the item of this name stands now; `lpkBefore` is where the index had it. */
  set(name: string, row: Fresh, lpkBefore: string | null): void {
    this.#commit.set(this.#byName, name, row.gone && !row.inTable ? undefined : row);
    add(this.#byPk, row.pk, name);
    if (row.lpk !== null) add(this.#byLpk, row.lpk, name);
    if (lpkBefore !== null && lpkBefore !== row.lpk) add(this.#byLpk, lpkBefore, name);
  }

  /** Items of a partition that the table does not show as they are. */
  ofPartition(pk: string): ReadonlyMap<string, Fresh> {
    return this.#of(this.#byPk.get(pk));
  }

  /** Items that the table's index shows in this partition, or should, and not as they are. */
  ofIndex(lpk: string): ReadonlyMap<string, Fresh> {
    return this.#of(this.#byLpk.get(lpk));
  }

  clear(): void {
    this.#byName.clear();
    this.#byPk.clear();
    this.#byLpk.clear();
  }

  #of(names: Names | undefined): ReadonlyMap<string, Fresh> {
    const found = new Map<string, Fresh>();
    for (const name of typeof names === 'string' ? [names] : (names ?? [])) {
      const row = this.#byName.get(name);
      if (row !== undefined) found.set(name, row);
    }
    return found;
  }
}

function add(all: Map<string, Names>, key: string, name: string): void {
  const names = all.get(key);
  if (names === undefined) all.set(key, name);
  else if (typeof names !== 'string') names.add(name);
  else if (names !== name) all.set(key, new Set([names, name]));
}
