import type { Sentence } from '../../core/model/error.ts';
import type { FaultKind } from '../../core/ports/connector.ts';
import { todoOf, todoOfBlock } from '../../core/sync/answers/failure-todo.ts';
import { code, type Explained } from './code.ts';

const meanings = {
  'read.<code>.<field>': code('A field of a record could not be read', '记录的某个字段无法读取'),
  'row.<code>': code('A row or record of a source could not be read at all', '来源中的一行或一条记录完全无法读取'),
  'hook.unreadable': code('Webhooks are genuine and have a form that is not known', 'webhook 签名有效但格式无法识别'),
  'wait.parent': code('A record waits for another that has not come', '记录在等待尚未到达的另一条记录'),
  'write.auth.<code>': code('The target does not let us write this', '目标不允许写入'),
  'write.quota.<code>': code('The target limits how much is written', '目标限制写入量'),
  'write.transient.<code>': code('A passing fault of the target', '目标的临时故障'),
  'write.invalid.<code>': code('The target refuses a value', '目标拒绝某个值'),
  'write.duplicate.<code>': code('The target has such a record already', '目标已有相同记录'),
  'write.missing.<code>': code('The target does not know what the record names', '目标中没有记录所引用的内容'),
  'write.conflict.<code>': code('Somebody edits the record at the same time', '有人同时编辑该记录'),
  'write.too-large.<code>': code('The record is too large for the target', '记录超出目标的大小限制'),
  'write.schema.<code>': code('A field of the target is not as the mapping says', '目标字段与映射不符'),
  'write.unknown.<code>': code('The target refuses with a message we do not know', '目标以未知消息拒绝'),
  'write.contested.<field>': code('Written several times, and each time set back by something else there', '多次写入后均被改回'),
  'connection.auth.<code>': code('The system refuses our sign-in; everything behind it waits', '系统拒绝登录，其后内容全部等待'),
  'connection.quota.<code>': code('The system limits its calls', '系统限制调用量'),
  'connection.<kind>.<code>': code('The system does not answer as it should', '系统未能正常应答'),
  'receivables.incomplete': code('A document lacks what receivables need', '单据缺少应收所需的内容'),
  'receivables.file': code('A bank file could not be read', '银行文件无法读取'),
  'receivables.proof': code('A bank statement does not add up; nothing of it was taken', '银行对账单不平，未导入任何内容'),
  'receivables.payment': code('The ERP did not take a payment', 'ERP 未接收收款登记'),
  'receivables.takeBack': code('An allocation was undone here that the ERP has booked', '已撤销的核销在 ERP 中已入账'),
  'dead.bug': code('A fault of this program while it handled a record', '处理记录时本程序出错'),
  'dead.<CODE>': code('A record could not be handled, with the code of why', '记录无法处理，附原因代码'),
  'dead.<queue>': code('A message was given up after several tries', '消息多次尝试后放弃'),
  'dead.relay': code('A change could not be announced', '变更无法通知'),
} as const;

/** Families of the causes that `syncline failures` groups by, each with what `syncline failures` says to do about it. */
export const failureCauses: Readonly<Record<string, Explained & { readonly todo: Sentence }>> = Object.fromEntries(
  Object.entries(meanings).map(([cause, explained]) => {
    return [cause, { ...explained, todo: remedyAt(cause) }];
  }),
);

/** The sentences are made for a connection's name; here they speak of any. */
function remedyAt(cause: string): Sentence {
  const { en } = remedy(cause, 'the system');
  return { en: en.replace(/^the /, 'The '), zh: remedy(cause, '该系统').zh.replaceAll(/ ?该系统 ?/g, '该系统') };
}

function remedy(cause: string, connection: string): Sentence {
  const [family, kind] = cause.split('.');
  return family === 'connection' ? todoOfBlock(kind as FaultKind, connection) : todoOf(cause, connection);
}
