import type { RunView } from '../../core/sync/views/runs.ts';
import { CommandFailure, type ExitCode, exitCodes } from '../exit.ts';
import { told } from '../io.ts';
import { progress } from '../output/progress.ts';
import { runLines } from '../output/run-lines.ts';
import { type Session, show } from '../session.ts';
import { follow } from './follow.ts';

/** Options of `syncline sync`. */
export interface SyncOptions {
  readonly once: boolean;
  readonly dryRun: boolean;
  readonly full: boolean;
}

/** `syncline sync [connection[.stream]]`: pulls now, waits for what follows, and says what it did. Exit code 1 when a pass is red or records were refused. */
export async function sync(session: Session, target: string | undefined, options: SyncOptions): Promise<ExitCode> {
  const { io, client } = session;
  const [connection, stream, more] = target?.split('.') ?? [];
  if (more !== undefined) throw new CommandFailure(exitCodes.usage, { en: `“${target}” is no connection or connection.stream.`, zh: `“${target}”不是连接或 connection.stream。` });
  const bar = progress(io);
  try {
    bar.show(told(io, options.dryRun ? { en: 'comparing …', zh: '正在比较…' } : { en: 'reading …', zh: '正在读取…' }));
    const begun = await client.post<RunView>('/syncs', { connection, stream, dryRun: options.dryRun, full: options.full });
    const run = options.dryRun ? begun : await follow(client, begun, { settled: !options.once, onStep: (step) => bar.show(stepText(step, session)) });
    bar.clear();
    show(session, run, (view) => runLines(view, io));
    return isGood(run) ? exitCodes.ok : exitCodes.findings;
  } finally {
    bar.clear();
  }
}

function stepText(run: RunView, { io }: Session): string {
  const read = run.passes.reduce((sum, pass) => sum + pass.read, 0);
  const out = run.delivered.created + run.delivered.updated;
  const open = run.passes.filter((pass) => pass.state === 'running').map((pass) => `${pass.connection}.${pass.stream}`);
  const now = open.length > 0 ? ` · ${open.join(', ')}` : '';
  return told(io, { en: `${read} read · ${out} delivered${now}`, zh: `读取 ${read} · 投递 ${out}${now}` });
}

function isGood(run: RunView): boolean {
  const refused = run.dry.reduce((sum, stream) => sum + stream.refused, 0);
  return (
    run.state !== 'failed' && refused === 0 && run.passes.every((pass) => pass.state !== 'red' && pass.outcomes.refused + pass.outcomes.deadLettered + pass.outcomes.parked === 0)
  );
}
