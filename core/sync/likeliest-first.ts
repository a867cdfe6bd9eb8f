import { openSlots } from './adopt.ts';
import { fitFor } from './fitting.ts';
import type { InboundMessage, Sighting } from './messages.ts';
import type { Slot, SourceRecord } from './record.ts';
import type { Versioned } from './store.ts';
import type { StreamWork } from './unify-record.ts';

/** One sighting of a batch to be taken in. */
export interface Job {
  readonly message: InboundMessage;
  readonly sighting: Sighting;
  /** The message is not received once more. */
  readonly last: boolean;
  /** The message was received before, and whoever had it may have died in the middle of his work. */
  readonly again: boolean;
}

/**
 * The work of a batch, those first of the records that nobody knows yet which creates without an answer explain best: of two people of one name and telephone, of whom we made one, the other must not be taken in as that one.
 * Where records say whose they are, or no create waits, the order stays as it is.
 */
export async function likeliestFirst(work: StreamWork, priors: ReadonlyMap<string, Versioned<SourceRecord> | undefined>, jobs: readonly Job[]): Promise<readonly Job[]> {
  const unknown = jobs.filter(({ sighting }) => 'record' in sighting && priors.get(sighting.id) === undefined);
  const open = unknown.length > 1 ? await openSlots(work) : [];
  if (open.length === 0) return jobs;
  const fits = new Map(
    unknown.map((job) => [
      job,
      bestFit(
        work,
        job,
        open.map(({ value }) => value),
      ),
    ]),
  );
  return jobs.toSorted((a, b) => (fits.get(b) ?? 0) - (fits.get(a) ?? 0));
}

function bestFit({ mapping }: StreamWork, { sighting }: Job, open: readonly Slot[]): number {
  return 'record' in sighting ? Math.max(...open.map((slot) => fitFor(slot, sighting.record, mapping))) : 0;
}
