import type { FailuresView, RetryView } from '../../core/sync/views/failures.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { told, typed } from '../io.ts';
import { count, counted } from '../output/amounts.ts';
import { failureLines } from '../output/failure-lines.ts';
import { type Session, show } from '../session.ts';

/** Which failures are meant. */
export interface FailureOptions {
  readonly cause?: string;
  readonly connection?: string;
  readonly stream?: string;
}

/** `syncline failures`. Exit code 1 when there are any. */
export async function failures(session: Session, options: FailureOptions): Promise<ExitCode> {
  const { cause, connection, stream } = options;
  const view = await session.client.get<FailuresView>('/failures', { cause, connection, stream });
  show(session, view, (v) => failureLines(v, session.io));
  return view.open === 0 ? exitCodes.ok : exitCodes.findings;
}

/** `syncline retry [record]`: sends failed work through again. */
export async function retry(session: Session, record: string | undefined, options: FailureOptions): Promise<ExitCode> {
  const { cause, connection, stream } = options;
  const view = await session.client.post<RetryView>('/retry', { cause, connection, stream, record });
  show(session, view, (v) => [
    told(session.io, {
      en: `${counted(v.released, 'record')} and ${counted(v.deadLetters, 'dead letter')} go through again. “${typed(session.io, 'failures')}” tells what is left.`,
      zh: `已重新处理 ${count(v.released)} 条记录和 ${count(v.deadLetters)} 条死信。用“${typed(session.io, 'failures')}”查看剩余问题。`,
    }),
  ]);
  return exitCodes.ok;
}
