import { openTestWorkspace, type TestOptions, type TestWorkspace, workspaceFolder } from './harness.ts';
import { csv } from './trading.ts';

/** Heads of the ERP's files. */
export const partyHead = 'Id,Company,Legal name';
export const invoiceHead = 'Id,Number,Customer,Currency,Issued,Due,Total,Open,Status';

/** A company that only has an ERP (as files) and a bank that sends statements. */
export const receivablesYaml = (more = ''): string => `
workspace: books
zone: Europe/Zurich
country: CH
connections:
  erp:
    connector: file
    config:
      folder: erp
      streams:
        customers: { files: customers.csv, key: Id }
        invoices: { files: invoices.csv, key: Id }
    streams:
      customers: { mapping: erp/customers }
      invoices: { mapping: erp/invoices }
receivables:
  company: Alpina AG
  statements: [{ folder: bank }]
${more}
`;

/** The mapping documents of the ERP's files. */
export const receivablesMappings = {
  'mappings/erp/customers.yaml': 'name: erp/customers\ntype: organization\nconnector: file\nstream: customers\nfields:\n  name: Company\n  legalName: Legal name\n',
  'mappings/erp/invoices.yaml': `
name: erp/invoices
type: invoice
connector: file
stream: invoices
fields:
  number: Number
  customer: { path: Customer, reference: customers }
  currency: { path: Currency, direction: in }
  issued: { path: Issued, as: date }
  due: { path: Due, as: date }
  total: { path: [Total, Currency] }
  open: { path: [Open, Currency], direction: in }
  status: Status
`,
};

/** Customers and invoices of the ERP at the beginning. */
export const erpFiles = {
  'erp/customers.csv': csv(partyHead, '1,Harbor Foods,Harbor Foods Ltd', '2,Mountain Tools,Mountain Tools GmbH', '3,晨光贸易,上海晨光贸易有限公司'),
  'erp/invoices.csv': csv(
    invoiceHead,
    '11,INV-1001,1,EUR,2026-10-01,2026-10-31,1250.40,1250.40,open',
    '12,INV-1002,1,EUR,2026-10-05,2026-11-04,310.00,310.00,open',
    '13,INV-1003,2,EUR,2026-10-07,2026-11-06,2000.00,2000.00,open',
    '14,INV-1004,3,CNY,2026-10-09,2026-11-08,8800.00,8800.00,open',
  ),
};

/** One line of a bank: day, amount with a decimal point, payer, text. */
export type BankRow = readonly [day: string, amount: string, payer: string, text: string];

/** An MT940 statement that proves itself. */
export function mt940(number: number, opening: string, rows: readonly BankRow[], currency = 'EUR', account = 'DE89370400440532013000'): string {
  const cents = (amount: string): number => Math.round(Number(amount) * 100);
  const comma = (value: number): string => (value / 100).toFixed(2).replace('.', ',');
  const closing = cents(opening) + rows.reduce((sum, [, amount]) => sum + cents(amount), 0);
  const days = rows.map(([day]) => day.slice(2).replaceAll('-', ''));
  const [first, last] = [days[0] ?? '261101', days.at(-1) ?? '261101'];
  const lines = rows.flatMap(([day, amount, payer, text], i) => {
    const mark = Number(amount) < 0 ? 'D' : 'C';
    return [
      `:61:${day.slice(2).replaceAll('-', '')}${day.slice(5).replace('-', '')}${mark}${comma(Math.abs(cents(amount)))}NTRFNONREF//B${number}${i}`,
      `:86:166?20${text}?32${payer}`,
    ];
  });
  const head = [`:20:STMT${number}`, `:25:${account}`, `:28C:${number}/1`, `:60F:C${first}${currency}${comma(cents(opening))}`];
  return [...head, ...lines, `:62F:C${last}${currency}${comma(closing)}`, '-', ''].join('\r\n');
}

/** Opens the books with everything running. */
export async function openBooks(options: TestOptions & { readonly files?: Readonly<Record<string, string>>; readonly more?: string } = {}): Promise<TestWorkspace> {
  const folder = workspaceFolder({ 'syncline.yaml': receivablesYaml(options.more), ...receivablesMappings, ...erpFiles, 'bank/.keep': '', ...options.files });
  return openTestWorkspace(folder, options);
}
