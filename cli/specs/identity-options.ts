import { type Call, text } from '../spec.ts';

/** Options of commands over tables of people or companies. */
export const tableOptions = [
  { flags: '--entity <kind>', about: { en: 'what a row is: person or organization', zh: '每行是什么：person 或 organization' } },
  { flags: '--columns <field=header,…>', about: { en: 'where recognition is not wanted: name=Company,city=Town', zh: '不用自动识别的列：name=公司,city=城市' } },
  { flags: '--country <code>', about: { en: 'where national numbers are read in (default: US)', zh: '本国号码所属国家（默认 US）' } },
] as const;

/** Their values. */
export const tableOptionsOf = (call: Call) => ({ json: call.json, entity: text(call, 'entity'), columns: text(call, 'columns'), country: text(call, 'country') });
