import type { World } from '../../sync/world.ts';
import { namesOf } from '../table/parties.ts';
import { PeopleNames } from './people.ts';

/** A customer as people see it. */
export interface NamedCustomer {
  readonly id: string;
  readonly name: string;
}

/** Looks names of customers up, each once. */
export class CustomerNames {
  readonly #world: World;
  readonly #known = new Map<string, Promise<NamedCustomer>>();

  readonly #people: PeopleNames;

  constructor(world: World) {
    this.#world = world;
    this.#people = new PeopleNames(world);
  }

  /** The customer with its name; its id where no name is known. */
  of(id: string): Promise<NamedCustomer> {
    const known = this.#known.get(id) ?? namesOf(this.#world, id).then(([name]) => ({ id, name: name ?? id }));
    this.#known.set(id, known);
    return known;
  }

  /** One of our own people. */
  person(id: string): Promise<string> {
    return this.#people.of(id);
  }
}
