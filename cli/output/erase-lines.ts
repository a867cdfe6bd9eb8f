import type { ErasePlanView, ErasureView } from '../../core/sync/views/erase.ts';
import { type Io, told } from '../io.ts';
import { count, counted } from './amounts.ts';
import { printable } from './printable.ts';

const did = {
  kept: { en: 'stays there: delete it there yourself, no route says that we do', zh: '保留：没有路由要求删除，请在该系统中自行删除' },
  deleted: { en: 'deleted there', zh: '已在该系统删除' },
  archived: { en: 'archived there', zh: '已在该系统归档' },
  gone: { en: 'no longer there when we looked, and not deleted by us: look there yourself', zh: '查询时已不在该系统中，且非本系统删除：请自行到该系统确认' },
  asked: { en: 'a route says that we delete it; not confirmed yet', zh: '按路由请求删除，尚未确认' },
} as const;

function systemLines(systems: ErasureView['systems'], io: Io): string[] {
  return systems.map(({ connection, stream, records, did: what }) =>
    told(io, { en: `  ${connection}.${stream}  ${counted(records, 'record')}: ${did[what].en}`, zh: `  ${connection}.${stream}  ${count(records)} 条记录：${did[what].zh}` }),
  );
}

/** What would go, before a person says yes. */
export function erasePlanLines({ entity, label, records, systems }: ErasePlanView, io: Io): string[] {
  return [
    io.paint.bold(told(io, { en: `This would erase ${printable(label)} (${entity}) for good:`, zh: `将永久擦除 ${printable(label)}（${entity}）：` })),
    ...records.map((record) => `  ${printable(record)}`),
    told(io, {
      en: 'with values, history, conflicts, failures, keys, files, and mail to or from addresses that are this person’s alone.',
      zh: '包括其值、历史、冲突、失败、匹配键、文件，以及仅属此人的邮箱往来邮件。',
    }),
    '',
    told(io, { en: 'At the systems:', zh: '各系统中：' }),
    ...systemLines(systems, io),
    '',
    io.paint.yellow(told(io, { en: 'Nothing was erased. To do it, say --yes; there is no way back.', zh: '尚未擦除任何内容。确认请加 --yes；此操作不可撤销。' })),
  ];
}

/** The receipt; it does not name the person. */
export function receiptLines(view: ErasureView, io: Io): string[] {
  const head =
    view.state === 'done'
      ? io.paint.green(told(io, { en: `Erased. Receipt ${view.id}`, zh: `已擦除。回执 ${view.id}` }))
      : io.paint.yellow(told(io, { en: `Under way. Look again: syncline receipt ${view.id}`, zh: `进行中。稍后查看：syncline receipt ${view.id}` }));
  const rows = (list: ErasureView['erased']): string[] => list.map(({ what, count: n }) => `  ${what.padEnd(14)} ${count(n)}`);
  return [
    head,
    told(io, { en: `${view.startedAt} – ${view.endedAt ?? '…'}, by ${printable(view.by)}`, zh: `${view.startedAt} – ${view.endedAt ?? '…'}，执行人 ${printable(view.by)}` }),
    ...(view.reason === '' ? [] : [told(io, { en: `Reason: ${printable(view.reason)}`, zh: `原因：${printable(view.reason)}` })]),
    told(io, { en: `Subject (keyed hash): ${view.subject}`, zh: `对象（带密钥哈希）：${view.subject}` }),
    '',
    told(io, { en: 'Erased here:', zh: '此处已擦除：' }),
    ...rows(view.erased),
    ...(view.kept.length === 0
      ? []
      : [
          '',
          told(io, {
            en: 'Rows of others that still name the person (documents and bank lines that law keeps, companies):',
            zh: '仍提及此人的其他行（依法保留的单据与银行流水、公司）：',
          }),
          ...rows(view.kept),
        ]),
    '',
    told(io, { en: 'At the systems:', zh: '各系统中：' }),
    ...systemLines(view.systems, io),
    ...(view.remains.length === 0 ? [] : ['', told(io, { en: 'Out of reach:', zh: '无法触及：' }), ...view.remains.map((sentence) => `  ${told(io, sentence)}`)]),
  ];
}
