import type { ErasePlanView, ErasureView } from '../../core/sync/views/erase.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { told } from '../io.ts';
import { erasePlanLines, receiptLines } from '../output/erase-lines.ts';
import { type Session, show } from '../session.ts';
import { untilEnded } from './until-ended.ts';

/** Longer than this nobody waits at a terminal: on AWS an erasure takes at least a quarter of an hour. */
const waitMs = 60_000;

/** `syncline erase <subject>`: tells what would go; with `--yes` it goes. Exit code 1 when nothing was erased. */
export async function erase(session: Session, subject: string, options: { readonly yes: boolean; readonly reason: string | undefined }): Promise<ExitCode> {
  const { client, io } = session;
  if (!options.yes) {
    const plan = await client.post<ErasePlanView>('/erasures/plan', { subject });
    show(session, plan, (v) => erasePlanLines(v, io));
    return exitCodes.findings;
  }
  const view = await client.post<ErasureView>('/erasures', { subject, ...(options.reason === undefined ? {} : { reason: options.reason }) });
  return receipt(session, view);
}

/** `syncline receipt <id>`: the receipt of an erasure. */
export async function eraseReceipt(session: Session, id: string): Promise<ExitCode> {
  return receipt(session, await session.client.get<ErasureView>(`/erasures/${encodeURIComponent(id)}`));
}

async function receipt(session: Session, first: ErasureView): Promise<ExitCode> {
  const { client, io } = session;
  const view = await untilEnded(session, first, {
    again: ({ id }) => client.get<ErasureView>(`/erasures/${encodeURIComponent(id)}`),
    told: () => told(io, { en: 'Erasing…', zh: '正在擦除…' }),
    waitMs,
  });
  show(session, view, (v) => receiptLines(v, io));
  return view.state === 'done' ? exitCodes.ok : exitCodes.findings;
}
