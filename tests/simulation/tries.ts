import type { Item, Op } from '../../core/ports/table.ts';

/** One try of a create, as it took its slot. */
interface Try {
  readonly intent: string;
  readonly at: number;
}

/** Which worker held the slot of a create when: by what was stored, in the order of the effects. */
export class Tries {
  readonly #makers = new Map<string, string>();
  readonly #tries = new Map<string, Try[]>();
  readonly #finished = new Set<string>();

  /** What a worker asks to be stored. */
  asked(ops: readonly Op[], maker: string): void {
    for (const op of ops) if (op.op === 'put' && op.item.kind === 'slot' && !this.#makers.has(intentOf(op.item))) this.#makers.set(intentOf(op.item), maker);
  }

  /** An item that was stored. */
  stored(item: Item, at: number): void {
    if (item.kind !== 'slot' || item.body['state'] !== 'open') return;
    const name = String(item.body['key']);
    const tries = this.#tries.get(name) ?? [];
    if (tries.at(-1)?.intent !== intentOf(item)) this.#tries.set(name, [...tries, { intent: intentOf(item), at }]);
  }

  /** A worker came to its end, and did all that it was asked. */
  finished(maker: string): void {
    this.#finished.add(maker);
  }

  hasFinished(maker: string): boolean {
    return this.#finished.has(maker);
  }

  /** When the slot of that name went from this worker, who had it by `by`, to another; undefined when it did not. */
  takenOverAt(name: string, maker: string, by: number): number | undefined {
    const tries = this.#tries.get(name) ?? [];
    const own = tries.findLastIndex(({ intent, at }) => at <= by && this.#makers.get(intent) === maker);
    return own < 0 ? undefined : tries[own + 1]?.at;
  }
}

const intentOf = ({ body }: Pick<Item, 'body'>): string => String((body['intent'] as { readonly id?: unknown } | undefined)?.id);
