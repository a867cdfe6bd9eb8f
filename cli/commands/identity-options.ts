import type { TableOptions } from '../../core/identity/table/table.ts';
import { CommandFailure, exitCodes } from '../exit.ts';

/** What the commands over tables of people or companies take. */
export interface IdentityCall {
  readonly json: boolean;
  readonly entity: string | undefined;
  readonly columns: string | undefined;
  readonly country: string | undefined;
}

/** Country of national telephone and tax numbers when none is told. */
const countryUsual = 'US';

/** The options of a table as the core takes them. */
export function tableOptions(call: IdentityCall): TableOptions {
  const { entity, columns } = call;
  if (entity !== 'person' && entity !== 'organization') {
    throw new CommandFailure(exitCodes.usage, {
      en: `Say what a row is: --entity person or --entity organization.`,
      zh: '请说明每行是什么：--entity person 或 --entity organization。',
    });
  }
  const country = (call.country ?? countryUsual).toUpperCase();
  if (!/^[A-Z]{2}$/.test(country))
    throw new CommandFailure(exitCodes.usage, { en: `“${call.country}” is no country code, e.g. CN.`, zh: `“${call.country}”不是国家代码，如 CN。` });
  return { type: entity, country, ...(columns !== undefined && { columns: choicesOf(columns) }) };
}

/** `field=header,field=header` */
function choicesOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const at = pair.indexOf('=');
      if (at > 0 && at < pair.length - 1) return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      throw new CommandFailure(exitCodes.usage, { en: `“${pair}” is not field=header, e.g. name=Company.`, zh: `“${pair}”不是 字段=表头，例如 name=公司。` });
    }),
  );
}

/** Runs a reading of tables; what is wrong with the columns ends the command with the reason. */
export function overTable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new CommandFailure(exitCodes.usage, { en: `${error.message}.`, zh: `列有误：${error.message}。` }, { cause: error });
    throw error;
  }
}
