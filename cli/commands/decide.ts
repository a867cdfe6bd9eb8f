import type { CompareView } from '../../core/sync/views/compare.ts';
import type { RecordView } from '../../core/sync/views/records.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { told } from '../io.ts';
import { evidenceLines } from '../output/identity-lines.ts';
import { printable } from '../output/printable.ts';
import { recordLines } from '../output/record-lines.ts';
import { type Session, show } from '../session.ts';

/** `syncline compare <a> <b>`: why two entities or records are, or are not, the same. */
export async function compare(session: Session, a: string, b: string): Promise<ExitCode> {
  const { io } = session;
  const view = await session.client.get<CompareView>('/compare', { a, b });
  show(session, view, (v) => {
    const state = v.same
      ? told(io, { en: 'They are one entity.', zh: '两者为同一实体。' })
      : v.apart
        ? told(io, { en: 'A person said that they are two.', zh: '人工判定为不同对象。' })
        : told(io, { en: 'They are two entities.', zh: '两者为不同实体。' });
    const side = ({ subject, entity, label }: CompareView['a']): string => `${printable(subject)}  ${printable(label)}${subject === entity ? '' : io.paint.dim(`  ${entity}`)}`;
    const none = io.paint.dim(told(io, { en: 'Nothing of them can be compared.', zh: '没有可比较的内容。' }));
    return [`A  ${side(v.a)}`, `B  ${side(v.b)}`, io.paint.bold(state), '', ...(v.evidence === undefined ? [none] : evidenceLines(v.evidence, io))];
  });
  return exitCodes.ok;
}

/** `syncline merge <a> <b>`. */
export async function merge(session: Session, first: string, second: string): Promise<ExitCode> {
  const view = await session.client.post<RecordView>('/merge', { first, second });
  show(session, view, (v) => [told(session.io, { en: 'They are one now:', zh: '现已合并：' }), '', ...recordLines(v, session.io)]);
  return exitCodes.ok;
}

/** `syncline split <subject> <records…>`. */
export async function split(session: Session, subject: string, records: readonly string[]): Promise<ExitCode> {
  const { io } = session;
  const view = await session.client.post<{ kept: RecordView; moved: RecordView }>('/split', { subject, records });
  show(session, view, (v) => [
    told(io, { en: 'Two now, and they stay two:', zh: '已拆分，且不会再次自动合并：' }),
    '',
    ...recordLines(v.kept, io),
    '',
    ...recordLines(v.moved, io),
  ]);
  return exitCodes.ok;
}

/** `syncline pin <subject> <field> [value]`. */
export async function pin(session: Session, subject: string, field: string, value: string | undefined): Promise<ExitCode> {
  const view = await session.client.post<RecordView>('/pin', { subject, field, value });
  show(session, view, (v) => recordLines(v, session.io));
  return exitCodes.ok;
}

/** `syncline unpin <subject> <field>`. */
export async function unpin(session: Session, subject: string, field: string): Promise<ExitCode> {
  const view = await session.client.post<RecordView>('/unpin', { subject, field });
  show(session, view, (v) => recordLines(v, session.io));
  return exitCodes.ok;
}
