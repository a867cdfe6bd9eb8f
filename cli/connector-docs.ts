import { capabilitiesOf, capabilityTable } from '../connectors/kit/capabilities.ts';
import { connectorIds, connectorOf } from '../connectors/registry.ts';

/** A configuration of each connector that shows what it can do, as a workspace would hold it. */
const usual: Readonly<Record<string, unknown>> = {
  file: {
    folder: 'data',
    streams: {
      csv: { files: 'customers.csv', key: 'Id', writable: true },
      vcard: { files: '*.vcf', writable: true },
      mbox: { files: '*.mbox' },
    },
  },
  imap: { host: 'mail.example.com', user: 'us@example.com' },
  rest: { streams: { customers: { url: 'https://shop.example.com/customers', key: 'id', events: ['customer.*'] } } },
  smtp: { host: 'mail.example.com', user: 'us@example.com', from: 'us@example.com' },
  tryton: { url: 'https://erp.example.com', database: 'main', user: 'sync', paymentMethod: 'Bank transfer' },
};

const between = /(<!-- capabilities:[^\n]*-->\n)[\s\S]*?(<!-- \/capabilities -->)/;

/** `docs/connectors.md` with the capability table as the connectors declare it now; the rest of the text is written by people. */
export async function connectorDocs(text: string): Promise<string> {
  if (!between.test(text)) throw new TypeError('docs/connectors.md has no place for the capability table');
  const lines = await Promise.all(
    connectorIds.map(async (id) => {
      const connector = await connectorOf(id);
      return capabilitiesOf(connector, connector.config.parse(usual[id]));
    }),
  );
  return text.replace(between, (_, start: string, end: string) => `${start}${capabilityTable(lines.flat())}\n${end}`);
}
