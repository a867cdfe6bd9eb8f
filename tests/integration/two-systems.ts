import { openTestWorkspace, type TestOptions, type TestWorkspace, workspaceFolder } from './harness.ts';

/** What a test may set differently in {@link twoSystems}. */
export interface TwoSystems extends TestOptions {
  /** Rows of the CRM: Id, Company, E-mail, Phone, City, Tags, Note. */
  readonly crm?: readonly string[];
  /** Rows of the ERP: Nr, Firma, Mail, Tel, Ort, Gruppen, Notiz. */
  readonly erp?: readonly string[];
  /** What a delete in the CRM means for the ERP. */
  readonly onSourceDelete?: 'keep' | 'archive' | 'delete';
  /** Of the ERP's file; found from its bytes unless told. */
  readonly encoding?: string;
  /** Sources of the route to the ERP, as YAML. */
  readonly from?: string;
  /** Lines of `policies.organization`. */
  readonly policy?: string;
  readonly golive?: 'automatic' | 'manual';
  /** Keys of new rows of the ERP: by `uuid` it keeps no name of ours. */
  readonly newKey?: 'external' | 'uuid';
}

const erpMapping = `name: erp/customers
type: organization
connector: file
stream: customers
fields:
  name: Firma
  emails: { path: Mail, split: ['|'] }
  phones: { path: Tel, split: ['|'] }
  city: { path: Ort, as: [upper] }
  tags: { path: Gruppen, split: ['|'] }
  note: Notiz
`;

const crmMapping = `name: crm/customers
type: organization
connector: file
stream: customers
fields:
  name: Company
  emails: { path: E-mail, split: [';'] }
  phones: { path: Phone, split: [';'] }
  city: { path: City, as: [upper] }
  tags: { path: Tags, split: [';'] }
  note: Note
`;

/** Header of the CRM's file. */
export const crmHeader = 'Id,Company,E-mail,Phone,City,Tags,Note';
/** Header of the ERP's file. */
export const erpHeader = 'Nr;Firma;Mail;Tel;Ort;Gruppen;Notiz';

const yaml = ({ onSourceDelete = 'keep', policy = 'default: latest', golive = 'automatic', from = '[crm]', encoding = 'auto', newKey = 'external' }: TwoSystems): string => `
workspace: main
zone: Europe/Berlin
country: DE
connections:
  crm:
    connector: file
    config: { folder: crm, streams: { customers: { files: customers.csv, key: Id, writable: true } } }
    streams: { customers: { mapping: crm/customers } }
  erp:
    connector: file
    config: { folder: erp, streams: { customers: { files: customers.csv, key: Nr, writable: true, newKey: ${newKey}, encoding: ${encoding} } } }
    streams: { customers: { mapping: erp/customers } }
routes:
  to-erp: { type: organization, from: ${from}, to: erp.customers, golive: ${golive}, onSourceDelete: ${onSourceDelete} }
  to-crm: { type: organization, from: [erp], to: crm.customers, golive: ${golive} }
policies: { organization: { ${policy} } }
`;

/** Files of a CRM (commas) and an ERP (semicolons, other names and formats), both ways. */
export function twoSystemsFolder(set: TwoSystems): string {
  return workspaceFolder({
    'syncline.yaml': yaml(set),
    'mappings/crm.yaml': crmMapping,
    'mappings/erp.yaml': erpMapping,
    'crm/customers.csv': csv(crmHeader, set.crm ?? []),
    'erp/customers.csv': csv(erpHeader, set.erp ?? []),
  });
}

/** {@link twoSystemsFolder}, running. */
export function twoSystems(set: TwoSystems): Promise<TestWorkspace> {
  return openTestWorkspace(twoSystemsFolder(set), set);
}

/** Text of a file with a header. */
export function csv(header: string, rows: readonly string[]): string {
  return `${[header, ...rows].join('\n')}\n`;
}

/** Rows of a file without its header. */
export function rowsOf(text: string): string[] {
  return text.split('\n').slice(1, -1);
}
