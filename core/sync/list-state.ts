import type { Entity } from './entity.ts';

/** What the list of entities tells of one without reading it: counts come from the index alone. */
export interface ListState {
  /** Live records. */
  readonly records: number;
  /** Connections that hold them. */
  readonly systems: number;
  /** A person is asked: an edit against a delete. */
  readonly undecided: boolean;
}

/** The state as the index carries it: `3.2`, with `!` when a person is asked. It changes only when records come or go. */
export function listStateOf(entity: Pick<Entity, 'members'>): string {
  const live = Object.keys(entity.members).filter((ref) => entity.members[ref]?.dead !== true);
  const systems = new Set(live.map((ref) => ref.slice(0, ref.indexOf('/')))).size;
  return `${live.length}.${systems}${live.some((ref) => entity.members[ref]?.held === true) ? '!' : ''}`;
}

/** The inverse of {@link listStateOf}; text of another form counts as nothing. */
export function readListState(text: string | undefined): ListState {
  const match = /^(\d+)\.(\d+)(!?)$/.exec(text ?? '');
  return match === null ? { records: 0, systems: 0, undecided: false } : { records: Number(match[1]), systems: Number(match[2]), undecided: match[3] === '!' };
}
