import type { WriteOp, WriteOutcome } from '../../core/ports/connector.ts';

/** One caller's operations. */
interface Waiting {
  readonly ops: readonly WriteOp[];
  resolve(outcomes: readonly WriteOutcome[]): void;
  reject(error: unknown): void;
}

interface Line {
  readonly waiting: Waiting[];
  running: boolean;
}

/**
 * Group commit: operations that arrive while a file is being rewritten go into the next rewriting together, so that a
 * hundred deliveries at once cost two rewritings and not a hundred. Kept in the connection's memo: one line per stream.
 */
export function inLine(
  memo: Map<string, unknown>,
  name: string,
  ops: readonly WriteOp[],
  write: (ops: readonly WriteOp[]) => Promise<readonly WriteOutcome[]>,
): Promise<readonly WriteOutcome[]> {
  const slot = `line\n${name}`;
  const line = (memo.get(slot) as Line | undefined) ?? { waiting: [], running: false };
  memo.set(slot, line);
  return new Promise((resolve, reject) => {
    line.waiting.push({ ops, resolve, reject });
    if (!line.running) void drain(line, write);
  });
}

async function drain(line: Line, write: (ops: readonly WriteOp[]) => Promise<readonly WriteOutcome[]>): Promise<void> {
  line.running = true;
  while (line.waiting.length > 0) {
    await Promise.resolve(); // callers of the same moment join
    const group = line.waiting.splice(0);
    try {
      const outcomes = await write(group.flatMap((w) => w.ops));
      let at = 0;
      for (const { ops, resolve } of group) {
        resolve(outcomes.slice(at, at + ops.length));
        at += ops.length;
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
  line.running = false;
}
