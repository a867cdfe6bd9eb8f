import { currencyDigits, moneyFrom } from '../../core/model/money.ts';
import type { ReceivablesConfig } from '../../core/receivables/table/config.ts';
import { hint } from '../document/suggest.ts';
import type { CheckedConnection } from './check-connections.ts';
import { checkConnectionName, streamOf } from './check-routes.ts';
import { type Checking, refuse, warn } from './context.ts';

/** Checks the `receivables:` block and gives it complete; undefined when there is none. */
export function checkReceivables(checking: Checking, connections: ReadonlyMap<string, CheckedConnection>): ReceivablesConfig | undefined {
  const { receivables } = checking.document;
  if (receivables === undefined) return undefined;
  for (const limits of ['automaticUpTo', 'twoPeopleAbove'] as const) checkAmounts(checking, limits, receivables[limits]);
  for (const [i, { currency, folder }] of receivables.statements.entries()) {
    if (currency !== undefined) checkCurrency(checking, ['receivables', 'statements', i, 'currency'], currency);
    if (receivables.statements.findIndex((other) => other.folder === folder) < i)
      refuse(checking, ['receivables', 'statements', i, 'folder'], 'VALUE_INVALID', { en: `The folder “${folder}” stands here twice.`, zh: `文件夹“${folder}”重复出现。` });
  }
  const { autoAt = 0.95, showAt = 0.5 } = receivables;
  if (showAt > autoAt)
    refuse(checking, ['receivables', 'showAt'], 'VALUE_RANGE', { en: `showAt must not be above autoAt (${autoAt}).`, zh: `showAt 不得高于 autoAt（${autoAt}）。` });
  if (receivables.payTo !== undefined) checkTarget(checking, receivables.payTo, connections);
  const { payTo, ...rest } = receivables;
  const [connection, stream] = payTo?.split('.') ?? [];
  return { ...rest, ...(connection !== undefined && stream !== undefined && { payTo: { connection, stream } }) };
}

function checkAmounts(checking: Checking, name: 'automaticUpTo' | 'twoPeopleAbove', amounts: Readonly<Record<string, string>>): void {
  for (const [currency, amount] of Object.entries(amounts)) {
    const path = ['receivables', name, currency];
    if (!checkCurrency(checking, path, currency) || moneyFrom(amount, currency) !== undefined) continue;
    refuse(checking, path, 'VALUE_INVALID', { en: `“${amount}” has more digits than ${currency} has.`, zh: `“${amount}”的小数位多于 ${currency} 允许的位数。` });
  }
}

function checkCurrency(checking: Checking, path: readonly (string | number)[], currency: string): boolean {
  if (currencyDigits(currency) !== undefined) return true;
  refuse(checking, path, 'VALUE_INVALID', { en: `“${currency}” is no ISO 4217 currency.`, zh: `“${currency}”不是 ISO 4217 币种。` });
  return false;
}

/** Payments go to a stream that is read as well: without that nothing would ever be confirmed. */
function checkTarget(checking: Checking, payTo: string, connections: ReadonlyMap<string, CheckedConnection>): void {
  const path = ['receivables', 'payTo'];
  const [connection, stream] = payTo.split('.') as [string, string];
  if (!checkConnectionName(checking, path, connection)) return;
  const written = checking.document.connections[connection];
  if (written === undefined) return;
  const configured = written.streams[stream];
  if (configured === undefined) {
    const near = hint(stream, Object.keys(written.streams));
    const en = `The connection “${connection}” has no stream “${stream}” configured. It must be read too, so that payments are confirmed.${near.en}`;
    refuse(checking, path, 'STREAM_UNKNOWN', { en, zh: `连接“${connection}”未配置数据流“${stream}”。必须同时读取该流，才能确认收款。${near.zh}` });
    return;
  }
  if (!configured.enabled) warn(checking, path, 'STREAM_UNKNOWN', { en: `${payTo} is not read, so payments are never confirmed.`, zh: `${payTo} 未启用读取，收款将无法确认。` });
  const found = streamOf(connections.get(connection), stream);
  if (found !== undefined && found.write?.actions.includes('create') !== true)
    refuse(checking, path, 'TARGET_READONLY', { en: `${payTo} takes no payments.`, zh: `${payTo} 不接收收款登记。` });
}
