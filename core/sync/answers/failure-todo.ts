import type { Sentence } from '../../model/error.ts';
import type { FaultKind } from '../../ports/connector.ts';

/** What to do about a failure of a write, by the kind of fault. */
const afterWrite: Readonly<Record<FaultKind, (target: string) => Sentence>> = {
  auth: (t) => ({ en: `Give the account that signs in to ${t} the right to write this, then retry.`, zh: `请为登录 ${t} 的账号授予写入权限，然后重试。` }),
  quota: (t) => ({ en: `${t} limits how much may be written. It goes on by itself; raise the limit if it stays.`, zh: `${t} 限制了写入量，稍后自动继续；如长期如此请提高额度。` }),
  transient: (t) => ({ en: `${t} had a passing fault. Retry; if it comes back, ask its operator.`, zh: `${t} 出现临时故障，请重试；如再次出现请联系其管理员。` }),
  invalid: (t) => ({ en: `Correct the value in the record, or map it to what ${t} accepts, then retry.`, zh: `请更正记录中的值，或调整映射使其符合 ${t} 的要求，然后重试。` }),
  duplicate: (t) => ({ en: `${t} already has such a record. Remove or merge one of the two there, then retry.`, zh: `${t} 中已有相同记录，请在其中删除或合并一条，然后重试。` }),
  missing: (t) => ({
    en: `Something that the record names is not in ${t}. Create it there or correct the reference, then retry.`,
    zh: `记录引用的内容在 ${t} 中不存在，请先创建或更正引用，然后重试。`,
  }),
  conflict: (t) => ({ en: `Somebody edits the record in ${t} at the same time. Retry.`, zh: `有人正在 ${t} 中编辑该记录，请重试。` }),
  'too-large': (t) => ({ en: `The record is too large for ${t}. Shorten it, then retry.`, zh: `记录超出 ${t} 的大小限制，请缩短后重试。` }),
  schema: (t) => ({ en: `A field of ${t} is not as the mapping says. Correct the mapping, then retry.`, zh: `${t} 的字段与映射不符，请修正映射后重试。` }),
  unknown: (t) => ({ en: `Look the message up in ${t}, repair the cause, then retry.`, zh: `请在 ${t} 中查明该消息的原因并修复，然后重试。` }),
};

/** What to do about failures of receivables, by their cause. */
const receivablesTodo: Readonly<Record<string, Sentence>> = {
  incomplete: { en: 'Complete the document in its system, or map the field. It is then taken by itself.', zh: '请在来源系统中补全单据或映射该字段，之后会自动处理。' },
  file: { en: 'Get the file again from the bank, or remove it. It is read again when it changes.', zh: '请向银行重新获取该文件或将其移除；文件更改后会重新读取。' },
  proof: { en: 'Get the file again from the bank: its balances and its lines do not agree.', zh: '请向银行重新获取该文件：余额与明细不符。' },
  payment: { en: 'Correct in the ERP what the message says. It is tried again by itself within the hour.', zh: '请按消息在 ERP 中更正，一小时内会自动重试。' },
  takeBack: { en: 'Cancel the payment in the ERP. The next pull shows it.', zh: '请在 ERP 中冲销该收款，下次读取会反映。' },
};

/** What a person does about failures of a cause (`read.…`, `row.…`, `write.<kind>.…`, `wait.…`, `hook.…`, `dead.…`) at a connection. */
export function todoOf(cause: string, connection: string): Sentence {
  const [family = '', kind = ''] = cause.split('.');
  switch (family) {
    case 'read':
      return {
        en: `Correct the value in ${connection}, or teach the mapping to read it. Everything else of the record goes on.`,
        zh: `请在 ${connection} 中更正该值，或让映射能够识别它；记录的其他内容照常同步。`,
      };
    case 'row':
      return { en: `Correct the row in ${connection}. The next pass reads it again.`, zh: `请在 ${connection} 中更正该行，下次读取会重新处理。` };
    case 'hook':
      return {
        en: `Look at what ${connection} sends now, and upgrade its connector. Retry pulls at once; pulls go on in any case.`,
        zh: `请查看 ${connection} 当前发送的内容并升级其连接器；重试会立即读取，定时读取不受影响。`,
      };
    case 'wait':
      return { en: 'Bring in the record it waits for, or map the reference. It then goes on by itself.', zh: '请同步其等待的记录或映射该引用，之后会自动继续。' };
    case 'receivables':
      return receivablesTodo[kind] ?? afterWrite.unknown(connection);
    case 'dead':
      if (kind === 'relay') return { en: 'Run an audit after the upgrade: it announces what was missed.', zh: '升级后请运行 audit，补发遗漏的通知。' };
      return { en: 'Repair what the message says, then retry. Nothing is lost: it is kept until then.', zh: '请按消息修复后重试；数据已保留，不会丢失。' };
    case 'write':
      if (kind === 'contested')
        return {
          en: `Switch off the rule in ${connection} that sets the value back, or let ${connection} own the field. Then retry.`,
          zh: `请关闭 ${connection} 中改回该值的规则，或将该字段交由 ${connection} 主导，然后重试。`,
        };
      return (afterWrite[kind as FaultKind] ?? afterWrite.unknown)(connection);
    default:
      return afterWrite.unknown(connection);
  }
}

/** What a person does about a connection that is blocked. */
export function todoOfBlock(kind: FaultKind | undefined, connection: string): Sentence {
  if (kind === 'auth')
    return {
      en: `Renew the sign-in of ${connection} (password, key or grant). Everything that waits then goes on by itself.`,
      zh: `请更新 ${connection} 的登录凭据，等待中的内容随后自动继续。`,
    };
  if (kind === 'quota')
    return { en: `Nothing to do: ${connection} limits its calls, and it goes on when the limit allows.`, zh: `无需处理：${connection} 限制了调用量，额度恢复后自动继续。` };
  if (kind === 'schema' || kind === 'invalid' || kind === 'missing') {
    return {
      en: `Repair in ${connection} or its configuration what the message says. It is tried again by itself; “retry” asks at once.`,
      zh: `请按消息修复 ${connection} 或其配置，之后会自动重试；“retry”可立即再试。`,
    };
  }
  return {
    en: `See that ${connection} answers. Everything that waits then goes on by itself; “retry” asks at once.`,
    zh: `请确认 ${connection} 可以访问，等待中的内容随后自动继续；“retry”可立即再试。`,
  };
}
