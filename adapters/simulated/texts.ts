import type { Invocation } from './invocation.ts';
import type { SimState } from './ports.ts';

/** A text that lies somewhere outside the table. */
export interface HeldText {
  readonly where: string;
  readonly text: string;
}

/** Messages, dead letters and blobs of a world. */
export function textsOf({ queues, blobs }: SimState): HeldText[] {
  const queued = [...queues.values()].flatMap((queue) => [
    ...queue.bodies().map((text) => ({ where: `a message of ${queue.name}`, text })),
    ...queue.dead.map(({ body }) => ({ where: `a dead letter of ${queue.name}`, text: body })),
  ]);
  return [...queued, ...[...blobs].map(([path, bytes]) => ({ where: `the file ${path}`, text: Buffer.from(bytes).toString() }))];
}

/** Messages that a failure tells of. */
const toldMax = 5;

/** What a world waits for that does not come to rest. */
export function waitingOf({ queues }: SimState, alive: readonly Invocation[]): string {
  const messages = [...queues.values()].flatMap((queue) => queue.bodies().map((body) => `${queue.name} ${body.slice(0, 200)}`));
  return [...messages.slice(0, toldMax), ...alive.map((invocation) => invocation.label)].join('; ');
}
