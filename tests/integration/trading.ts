import { setTimeout as sleep } from 'node:timers/promises';
import type { RunView, SyncRequest } from '../../core/sync/views/runs.ts';
import { openTestWorkspace, type TestOptions, type TestWorkspace, tester, workspaceFolder } from './harness.ts';

/** The workspace document of the trading company. */
export const tradingWorkspace = (golive: string): string => `
workspace: trading
zone: Europe/Zurich
country: CH
connections:
  crm:
    connector: file
    config:
      folder: crm
      streams:
        customers: { files: customers.csv, key: Id, writable: true }
        invoices: { files: invoices.csv, key: Id }
    streams:
      customers: { mapping: file/customers }
      invoices: { mapping: crm/invoices }
  erp:
    connector: file
    config:
      folder: erp
      streams:
        customers: { files: customers.csv, key: Id, writable: true }
        invoices: { files: invoices.csv, key: Id, writable: true }
    streams:
      customers: { mapping: file/customers }
      invoices: { mapping: crm/invoices }
routes:
  customers-to-erp: { type: organization, from: [crm], to: erp.customers, golive: ${golive} }
  customers-to-crm: { type: organization, from: [erp], to: crm.customers, golive: ${golive}, create: false }
  invoices-to-erp: { type: invoice, from: [crm], to: erp.invoices, golive: ${golive} }
policies:
  organization:
    default: latest
    fields: { taxId: { owner: erp }, website: { rank: [crm, erp] } }
`;

const invoiceMapping = `
name: crm/invoices
type: invoice
connector: file
stream: invoices
about: Invoices
when: record.Number != "DRAFT"
fields:
  number: Number
  customer: { path: Customer, reference: customers }
  currency: { path: Currency, direction: in }
  issued: { path: Issued, as: date }
  total: { path: [Total, Currency] }
`;

/** Heads of the files. */
export const customerHead = 'Id,Company,Tax id,E-mail,Phone,Website,City,Country,Status,Note';
export const invoiceHead = 'Id,Number,Customer,Currency,Issued,Total';

const crmCustomers = [
  'C-1,Nordlicht Handels GmbH,DE811907980,einkauf@nordlicht.example,+49 40 369 0,www.nordlicht.example,Hamburg,DE,active,crm says',
  'C-2,Alpine Tools AG,,info@alpine.example,+41 44 668 18 00,,Zürich,CH,active,',
  'C-3,上海晨光贸易有限公司,,sales@chenguang.example,,,上海,CN,active,',
];

/** Lines of a file with its head. */
export function csv(head: string, ...lines: readonly string[]): string {
  return `${[head, ...lines].join('\n')}\n`;
}

/** A CRM and an ERP as two folders of files. One customer is in both; an invoice is in the CRM only. */
const files: Readonly<Record<string, string>> = {
  'mappings/crm/invoices.yaml': invoiceMapping,
  'crm/customers.csv': csv(customerHead, ...crmCustomers),
  'erp/customers.csv': csv(customerHead, '77,Nordlicht Handels GmbH,DE811907980,einkauf@nordlicht.example,,shop.nordlicht.example,Hamburg,DE,active,erp says'),
  'crm/invoices.csv': csv(invoiceHead, 'I-1,2026-001,C-2,CHF,2026-10-01,1200.50'),
  'erp/invoices.csv': csv(invoiceHead),
};

/** A trading company at work. */
export interface Trading extends TestWorkspace {
  /** Runs by the service and waits until it has settled. */
  run(request?: Partial<SyncRequest>): Promise<RunView>;
}

/** Opens the trading company with everything running; files given replace or join its own. */
export async function openTrading(options: TestOptions & { readonly golive?: 'automatic' | 'manual'; readonly files?: Readonly<Record<string, string>> } = {}): Promise<Trading> {
  const folder = workspaceFolder({ 'syncline.yaml': tradingWorkspace(options.golive ?? 'automatic'), ...files, ...options.files });
  return withRun(await openTestWorkspace(folder, options));
}

/** Opens its folder again after it was closed with `keep`. */
export async function reopenTrading(folder: string, options: TestOptions = {}): Promise<Trading> {
  return withRun(await openTestWorkspace(folder, options));
}

function withRun(opened: TestWorkspace): Trading {
  return {
    ...opened,
    async run(request = {}) {
      const begun = await opened.service.sync({ dryRun: false, full: false, ...request }, tester);
      if (!begun.ok) throw new Error(begun.error.message.en);
      return settled(opened, begun.value);
    },
  };
}

/** Looks at a run until it has settled, as the command line does. */
async function settled({ service }: TestWorkspace, begun: RunView): Promise<RunView> {
  let run = begun;
  for (let i = 0; !run.settled && i < 800; i += 1) {
    await sleep(15);
    run = (await service.run(begun.id)) ?? run;
  }
  return run;
}
