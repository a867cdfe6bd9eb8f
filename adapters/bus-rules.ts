import type { FactPack } from '../core/ports/bus.ts';
import { busLimits } from '../core/ports/bus.ts';
import type { OutMessage, QueueName } from '../core/ports/queue.ts';
import { queueJson } from '../core/ports/queue.ts';

/** Facts that match a rule are put on its queue; absent lists match everything. */
export interface BusRule {
  readonly queue: QueueName;
  readonly types?: readonly string[];
  readonly kinds?: readonly string[];
}

/** Who hears of what: reconcile of the finance types, react of everything. */
export const busRules: readonly BusRule[] = [
  { queue: 'receivables', types: ['invoice', 'creditNote', 'receipt', 'statement', 'contract', 'organization'] },
  { queue: 'reactions' },
];

/** The queues that a pack goes to. */
export function queuesFor(rules: readonly BusRule[], pack: FactPack): readonly QueueName[] {
  return rules.filter((r) => (r.types?.includes(pack.type) ?? true) && (r.kinds?.includes(pack.kind) ?? true)).map((r) => r.queue);
}

/** The message that carries a pack: its JSON, the same that EventBridge's rule passes on. */
export function messageOf(pack: FactPack): OutMessage {
  const body = queueJson(pack);
  return { body, group: `${pack.workspace}/facts` };
}

/** Throws `RangeError` for a pack over the limits. */
export function checkPack(pack: FactPack): void {
  if (pack.facts.length > busLimits.factsPerPack) throw new RangeError(`a pack of ${pack.facts.length} facts is over the limit of ${busLimits.factsPerPack}`);
  const bytes = Buffer.byteLength(queueJson(pack));
  if (bytes > busLimits.packBytes) throw new RangeError(`a pack of ${bytes} bytes is over the limit of ${busLimits.packBytes}`);
}
