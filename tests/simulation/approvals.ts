import type { Ref } from '../../core/model/ids.ts';
import type { Shown } from './kinds.ts';
import type { Owners } from './owners.ts';

/** An approval that was asked for. */
export interface Approval {
  /** The record that was named, and what that showed then. */
  readonly ref: Ref;
  readonly shown: Shown;
  readonly field: string;
  /** The customer that it was stored with. */
  readonly entity: string;
  /** When the command that asked for it began, and when it had its answer. */
  readonly asked: number;
  readonly from: number;
}

/** An approval that a command was about to give, as it read it. */
interface Given {
  readonly entity: string;
  readonly field: string;
  readonly at: number;
}

/** Approvals that people asked for and gave. A command that gives all of them gives those that it reads: one that is just being asked for may be among them, or be left. */
export class Approvals {
  readonly all: Approval[] = [];
  readonly #given: Given[] = [];
  readonly #owners: Owners;

  constructor(owners: Owners) {
    this.#owners = owners;
  }

  /** An approval is stored. */
  ask(approval: Approval): void {
    this.all.push(approval);
  }

  /** Somebody read that a customer waits for the approval of a field, and gives it now. */
  give(given: Given): void {
    this.#given.push(given);
  }

  /** Until when it was pending: for ever where nobody gave it. */
  until({ field, entity, asked }: Approval): number {
    return this.#given.find((given) => given.field === field && given.at >= asked && given.entity === this.#owners.nowIs(entity, given.at))?.at ?? Number.POSITIVE_INFINITY;
  }
}
