import { refOf } from '../../core/model/ids.ts';
import { minuteMs } from '../../core/model/time.ts';
import type { InboundMessage } from '../../core/sync/messages.ts';
import type { Sometimes } from './sometimes.ts';

/** A webhook and a page this close to one another are under way together, now and then. */
const togetherMs = minuteMs;

/** Who told of which record: counts webhooks and polls that told of one at about the same time. */
export class Told {
  readonly #sometimes: Sometimes;
  readonly #hooks = new Map<string, number>();
  readonly #pages = new Map<string, number>();

  constructor(sometimes: Sometimes) {
    this.#sometimes = sometimes;
  }

  /** A webhook was taken that told of the record. */
  hook(ref: string, now: number): void {
    this.#hooks.set(ref, now);
    this.#compare(this.#pages.get(ref), now);
  }

  /** A message that the inbound queue took. */
  sent(message: InboundMessage, now: number): void {
    for (const sighting of message.sightings) {
      if (!('record' in sighting)) continue;
      const ref = refOf(message.connection, message.stream, sighting.id);
      this.#pages.set(ref, now);
      this.#compare(this.#hooks.get(ref), now);
    }
  }

  #compare(other: number | undefined, now: number): void {
    if (other !== undefined && now - other < togetherMs) this.#sometimes.count('a webhook and a poll told of one change');
  }
}
