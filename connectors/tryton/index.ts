import type { ConnectorContext } from '../../core/ports/connector.ts';
import { defineConnector } from '../kit/define.ts';
import { explain } from './explain.ts';
import { paymentMethodId } from './lookups.ts';
import { invoices, parties, payments, paymentsTaken } from './read.ts';
import { call, searchCount, session } from './rpc.ts';
import { configSchema, type TrytonConfig } from './schema.ts';

/** Tryton, a real ERP, over JSON-RPC: parties both ways, invoices to read, payments to read and, where a payment method is named, to book. */
export const connector = defineConnector<TrytonConfig>({
  id: 'tryton',
  version: '0.1.0',
  config: configSchema,
  secrets: [{ name: 'password', required: true, about: 'Password of the Tryton user' }],
  egress: (config) => {
    const { protocol, hostname, port } = new URL(config.url);
    return [{ host: hostname, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) }];
  },
  // Tryton has no quota (429 only follows wrong passwords); a counted budget would cost a table write for every call.
  budgets: [],
  streams: streamsOf,
  check,
  explain,
});

function streamsOf(config: TrytonConfig) {
  return [parties, invoices, config.paymentMethod === undefined ? payments : paymentsTaken];
}

async function check(ctx: ConnectorContext<TrytonConfig>): ReturnType<typeof connector.check> {
  const { uid } = await session(ctx);
  const [me] = (await call(ctx, 'res.user', 'read', [[uid], ['name', 'company.party.name']])) as readonly { 'company.'?: { 'party.'?: { name?: string } } }[];
  const company = me?.['company.']?.['party.']?.name;
  const notes = [];
  for (const stream of [parties, invoices, payments]) {
    try {
      await stream.count?.(ctx);
    } catch (error) {
      const found = explain(error);
      if (found.kind !== 'schema' && found.kind !== 'auth') throw error;
      notes.push({ en: `The stream ${stream.name} cannot be read: ${found.message.en}`, zh: `无法读取数据流 ${stream.name}：${found.message.zh}` });
    }
  }
  if ((await searchCount(ctx, 'country.country', [])) === 0) {
    notes.push({
      en: 'Tryton has no countries yet, so countries of addresses cannot be written. Load them with trytond_import_countries.',
      zh: 'Tryton 中尚无国家列表，地址中的国家无法写入。请用 trytond_import_countries 导入。',
    });
  }
  if (ctx.config.paymentMethod !== undefined) {
    try {
      await paymentMethodId(ctx, ctx.config.paymentMethod);
    } catch (error) {
      notes.push(explain(error).message);
    }
  }
  return { account: `${ctx.config.user} @ ${ctx.config.database}${company === undefined ? '' : ` (${company})`}`, notes };
}
