import type { AuditView } from '../../core/sync/views/runs.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { told } from '../io.ts';
import { count, counted } from '../output/amounts.ts';
import { type Session, show } from '../session.ts';
import { untilEnded } from './until-ended.ts';

/** `syncline audit`. Exit code 1 when it repaired something: each repair is an incident. */
export async function audit(session: Session): Promise<ExitCode> {
  const { io, client } = session;
  const view = await untilEnded(session, await client.post<AuditView>('/audits', {}), {
    again: ({ id }) => client.get<AuditView>(`/audits/${encodeURIComponent(id)}`),
    told: (v) => counts(v, session),
  });
  show(session, view, (v) => {
    const incidents =
      v.incidents === 0
        ? io.paint.green(told(io, { en: 'No differences.', zh: '没有差异。' }))
        : io.paint.red(told(io, { en: `${counted(v.incidents, 'difference')} repaired.`, zh: `修复了 ${count(v.incidents)} 处差异。` }));
    return [counts(v, session), incidents, ...v.samples.map((sample) => `  ${sample.subject}  ${told(io, sample.reason)}`)];
  });
  return view.state === 'done' && view.incidents === 0 ? exitCodes.ok : exitCodes.findings;
}

function counts(view: AuditView, { io }: Session): string {
  return told(io, {
    en: `Compared ${counted(view.records, 'record')}, ${count(view.entities)} entities, ${counted(view.links, 'link')}.`,
    zh: `已核对 ${count(view.records)} 条记录、${count(view.entities)} 个实体、${count(view.links)} 个关联。`,
  });
}
