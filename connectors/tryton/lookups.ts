import type { Json } from '../../core/model/json.ts';
import { FaultError } from '../../core/ports/connector.ts';
import { fault } from '../kit/fault.ts';
import { once } from '../kit/single.ts';
import { type Context, searchRead } from './rpc.ts';
import { idOf } from './values.ts';

/** Ids of rows that parties name (languages, countries, regions). Found ones are kept in the connection's memory; a miss is asked again, because somebody may load the list meanwhile. */
async function found(ctx: Context, key: string, model: string, domain: readonly Json[], missing: () => FaultError): Promise<number> {
  return once(ctx.memo, `tryton.${model}.${key}`, async () => {
    const [row] = await searchRead(ctx, model, { domain, fields: ['id'], limit: 1 });
    if (row === undefined) throw missing();
    return idOf(row);
  });
}

/** The id of a language by its BCP 47 tag; `zh-CN` is `zh_CN` in Tryton. */
export function languageId(ctx: Context, tag: string): Promise<number> {
  return found(ctx, tag, 'ir.lang', [['code', '=', tag.replaceAll('-', '_')]], () =>
    refused('language', `Tryton has no language ${tag}. Add it under Administration › Localization.`, `Tryton 中没有语言 ${tag}，请在“管理 › 本地化”中添加。`),
  );
}

/** The id of a country by its ISO 3166-1 code. A fresh Tryton has none. */
export function countryId(ctx: Context, code: string): Promise<number> {
  return found(ctx, code, 'country.country', [['code', '=', code]], () =>
    refused(
      'address.country',
      `Tryton has no country ${code}. Load the list with trytond_import_countries.`,
      `Tryton 中没有国家 ${code}，请用 trytond_import_countries 导入国家列表。`,
    ),
  );
}

/** The id of a country's region by its name. */
export function regionId(ctx: Context, name: string, country: string): Promise<number> {
  const domain: Json[] = [
    ['country.code', '=', country],
    ['name', '=', name],
  ];
  return found(ctx, `${country}.${name}`, 'country.subdivision', domain, () =>
    refused('address.region', `Tryton has no region of this name in ${country}.`, `Tryton 中 ${country} 没有该名称的地区。`),
  );
}

/** The id of a way of payment by its name. Its journal must be one that the stream of payments reads: else what is booked would never be seen. */
export function paymentMethodId(ctx: Context, name: string): Promise<number> {
  const domain: Json[] = [
    ['name', '=', name],
    ['journal.type', 'in', ['cash', 'statement']],
  ];
  return found(ctx, name, 'account.invoice.payment.method', domain, () =>
    refused(
      'paymentMethod',
      'Tryton has no payment method of the name under `paymentMethod` whose journal is of the type cash or statement.',
      'Tryton 中没有 paymentMethod 所指名称、且日记账类型为现金或对账单的付款方式。',
    ),
  );
}

function refused(field: string, en: string, zh: string): FaultError {
  return new FaultError(fault('invalid', 'lookup', en, zh, { field }));
}
