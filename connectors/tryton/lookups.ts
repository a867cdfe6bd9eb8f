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

function refused(field: string, en: string, zh: string): FaultError {
  return new FaultError(fault('invalid', 'lookup', en, zh, { field }));
}
