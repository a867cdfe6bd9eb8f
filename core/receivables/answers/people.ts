import { principals } from '../../access/principals.ts';
import type { World } from '../../sync/world.ts';

/** Names of the people behind ids, read once. What is stored are ids; people read names. */
export class PeopleNames {
  readonly #world: World;
  #known: Promise<ReadonlyMap<string, string>> | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  /** One id, or several with commas between; what is no principal (`syncline`, `erp`, `local:ann`) stays as it is. */
  async of(by: string): Promise<string> {
    if (!by.includes('u_')) return by;
    this.#known ??= principals(this.#world.table).then((all) => new Map(all.map(({ id, name }) => [id, name])));
    const known = await this.#known;
    return by
      .split(', ')
      .map((id) => known.get(id) ?? id)
      .join(', ');
  }
}
