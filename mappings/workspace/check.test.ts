import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { AnyConnector } from '../../core/ports/connector.ts';
import { problemLine } from '../document/problem.ts';
import { checkWorkspace } from './check.ts';
import type { WorkspaceContext } from './context.ts';

const stream = (name: string, actions?: readonly string[]) => ({ name, ...(actions && { write: { actions } }) });

/** Connectors by declaration alone: the check asks for nothing else. */
const connectors = new Map<string, AnyConnector>(
  (
    [
      { id: 'files', config: z.strictObject({ folder: z.string() }), secrets: [], egress: () => [], streams: () => [stream('contacts', ['create', 'update']), stream('log')] },
      {
        id: 'erp',
        config: z.strictObject({ url: z.url() }),
        secrets: [{ name: 'password', required: true, about: 'login' }],
        egress: ({ url }: { url: string }) => [{ host: new URL(url).hostname, port: 443 }],
        streams: () => [stream('parties', ['create', 'update', 'archive']), stream('invoices', ['update'])],
      },
    ] as unknown as AnyConnector[]
  ).map((connector) => [connector.id, connector]),
);

const context: WorkspaceContext = {
  connectors,
  connectorIds: ['erp', 'files'],
  mappings: new Map(
    [
      { name: 'crm/contacts', type: 'organization', connector: 'files', stream: 'contacts' },
      { name: 'erp/parties', type: 'organization', connector: 'erp', stream: 'parties' },
      { name: 'erp/invoices', type: 'invoice', connector: 'erp', stream: 'invoices' },
    ].map((mapping) => [mapping.name, mapping]),
  ),
  hasSecret: (name) => name === 'ERP_PASSWORD',
};

const good = `workspace: main
zone: Europe/Zurich
country: CH
connections:
  crm:
    connector: files
    config: { folder: data/crm }
    streams:
      contacts: { mapping: crm/contacts }
  erp:
    connector: erp
    zone: Asia/Shanghai
    config:
      url: https://erp.example.com
    secrets: { password: ERP_PASSWORD }
    streams:
      parties: { mapping: erp/parties, schedule: '*/15 8-18 * * 1-5' }
      invoices: { mapping: erp/invoices, enabled: false }
routes:
  customers:
    type: organization
    from: [crm]
    to: erp.parties
    golive: automatic
    patience: 12h
policies:
  organization:
    default: latest
    fields:
      name: { owner: crm }
      taxId: { rank: [erp, crm] }
    review: [note]
alerts: { to: [ops@example.com] }
`;

const lines = (text: string) => checkWorkspace(text, 'syncline.yaml', context).problems.map((p) => problemLine(p, 'en'));

describe('a workspace document', () => {
  it('that is complete becomes a configuration with every default filled in', () => {
    const { config, problems } = checkWorkspace(good, 'syncline.yaml', context);
    expect(problems).toEqual([]);
    expect(config?.connections.map((c) => [c.name, c.zone])).toEqual([
      ['crm', 'Europe/Zurich'],
      ['erp', 'Asia/Shanghai'],
    ]);
    expect(config?.connections[0]?.streams).toEqual([{ name: 'contacts', mapping: 'crm/contacts', schedule: '*/5 * * * *', enabled: true }]);
    expect(config?.routes).toEqual([
      {
        name: 'customers',
        type: 'organization',
        from: ['crm'],
        to: { connection: 'erp', stream: 'parties' },
        create: true,
        golive: 'automatic',
        onSourceDelete: 'keep',
        patienceMs: 43_200_000,
      },
    ]);
    expect(config?.policies['organization']).toEqual({
      default: { by: 'latest' },
      fields: { name: { by: 'rank', connections: ['crm'] }, taxId: { by: 'rank', connections: ['erp', 'crm'] } },
      review: ['note'],
    });
  });

  it('says how it is found who is who: by points unless it says otherwise, per stream what two of its records need to be one', () => {
    expect(checkWorkspace(good, 'syncline.yaml', context).config?.identity).toEqual({ resolver: 'scored', sameStream: {} });
    const chosen = `${good}identity: { resolver: exact, sameStream: { crm.contacts: never } }\n`;
    expect(checkWorkspace(chosen, 'syncline.yaml', context).config?.identity).toEqual({ resolver: 'exact', sameStream: { 'crm/contacts': 'never' } });
    expect(lines(`${good}identity: { sameStream: { crm.contact: never } }\n`)).toEqual([
      'syncline.yaml:34:27 error WORKSPACE_STREAM_UNKNOWN: The connection “crm” has no stream “contact” configured. Did you mean “contacts”?',
    ]);
    expect(lines(`${good}identity: { resolver: scores }\n`)).toEqual(['syncline.yaml:34:23 error WORKSPACE_VALUE_UNKNOWN: “identity.resolver” must be one of: scored, exact.']);
    expect(lines(`${good}identity: { resolvers: exact }\n`)).toEqual([expect.stringContaining('Did you mean “resolver”?')]);
  });

  it.each<[string, string, string, string]>([
    [
      'an unknown key',
      'golive: automatic',
      'golife: automatic',
      'syncline.yaml:24:5 error WORKSPACE_KEY_UNKNOWN: There is no key “golife” in “routes.customers”. Did you mean “golive”?',
    ],
    ['an unknown key at the top', 'alerts:', 'alert:', 'syncline.yaml:33:1 error WORKSPACE_KEY_UNKNOWN: There is no key “alert” at the top. Did you mean “alerts”?'],
    ['an unknown connector', 'connector: files', 'connector: file', 'syncline.yaml:6:16 error WORKSPACE_CONNECTOR_UNKNOWN: There is no connector “file”. Did you mean “files”?'],
    [
      'a missing key of the connector',
      'url: https://erp.example.com',
      '{}',
      'syncline.yaml:14:7 error WORKSPACE_KEY_MISSING: “connections.erp.config.url” is missing: text is needed.',
    ],
    [
      'an unknown key of the connector',
      'folder: data/crm',
      'folder: x, folders: y',
      'syncline.yaml:7:26 error WORKSPACE_KEY_UNKNOWN: There is no key “folders” in “connections.crm.config”. Did you mean “folder”?',
    ],
    [
      'a stream the connector has not',
      '      contacts: {',
      '      contact: {',
      'syncline.yaml:9:7 error WORKSPACE_STREAM_UNKNOWN: The connection “crm” has no stream “contact”. Did you mean “contacts”?',
    ],
    [
      'a mapping that is not there',
      'mapping: erp/parties',
      'mapping: erp/party',
      'syncline.yaml:17:27 error WORKSPACE_MAPPING_UNKNOWN: There is no mapping document “erp/party”. Did you mean “erp/parties”?',
    ],
    [
      'a zone that is not one',
      'Asia/Shanghai',
      'Asia/Shangai',
      'syncline.yaml:12:11 error WORKSPACE_ZONE_UNKNOWN: There is no time zone “Asia/Shangai”. Did you mean “Asia/Shanghai”? Use an IANA name such as Asia/Shanghai.',
    ],
    [
      'a schedule with six fields',
      '*/15 8-18',
      '0 */15 8-18',
      'syncline.yaml:17:50 error WORKSPACE_SCHEDULE_INVALID: “0 */15 8-18 * * 1-5” is no schedule: it needs five fields: minute hour day month weekday. Example: */15 8-18 * * 1-5',
    ],
    [
      'a schedule out of range',
      '*/15 8-18',
      '*/15 8-99',
      'syncline.yaml:17:50 error WORKSPACE_SCHEDULE_INVALID: “*/15 8-99 * * 1-5” is no schedule: a field is out of range or not understood. Example: */15 8-18 * * 1-5',
    ],
    [
      'a route to a connection that is not there',
      'to: erp.parties',
      'to: arp.parties',
      'syncline.yaml:23:9 error WORKSPACE_CONNECTION_UNKNOWN: There is no connection “arp”. Did you mean “erp”?',
    ],
    [
      'a route to a stream that is not configured',
      'to: erp.parties',
      'to: erp.partys',
      'syncline.yaml:23:9 error WORKSPACE_STREAM_UNKNOWN: The connection “erp” has no stream “partys” configured. Did you mean “parties”?',
    ],
    [
      'a route of another type',
      'type: organization',
      'type: person',
      'syncline.yaml:21:11 error WORKSPACE_ROUTE_TYPE: The route carries “person”, but erp.parties holds “organization” (mapping erp/parties).',
    ],
    [
      'a policy for a field that is not there',
      'taxId:',
      'taxid:',
      'syncline.yaml:31:7 error WORKSPACE_FIELD_UNKNOWN: The type organization has no field “taxid”. Did you mean “taxId”?',
    ],
    ['a policy owner that is not there', 'owner: crm', 'owner: crn', 'syncline.yaml:30:22 error WORKSPACE_CONNECTION_UNKNOWN: There is no connection “crn”. Did you mean “crm”?'],
    [
      'a secret that the connector needs',
      'secrets: { password: ERP_PASSWORD }',
      'secrets: {}',
      'syncline.yaml:10:3 error WORKSPACE_SECRET_MISSING: The connector “erp” needs the secret “password” (login). Add secrets: { password: MY_NAME }.',
    ],
    [
      'a secret that is not set',
      'ERP_PASSWORD',
      'ERP_PASSWORT',
      'syncline.yaml:15:26 warning WORKSPACE_SECRET_ABSENT: The secret ERP_PASSWORT is not set. Set it before “up” or “sync”: syncline secret set ERP_PASSWORT, or the environment variable of that name.',
    ],
    ['a wait without a unit', '12h', '12', 'syncline.yaml:25:15 error WORKSPACE_VALUE_TYPE: “routes.customers.patience” must be text.'],
    ['a wait in years', '12h', '2y', 'syncline.yaml:25:15 error WORKSPACE_VALUE_INVALID: “routes.customers.patience”: use a number and a unit: 30m, 12h, 7d, 2w, at most 400d'],
  ])('says of %s where it stands and what was meant', (_, from, to, expected) => {
    expect(good).toContain(from);
    expect(lines(good.replace(from, to))).toContain(expected);
  });

  it('reports mistakes of different entries at once, and not twice what follows from one', () => {
    const text = good.replace('connector: files', 'connector: files\n    colour: red').replace('owner: crm', 'owner: crx');
    expect(lines(text)).toEqual([
      'syncline.yaml:7:5 error WORKSPACE_KEY_UNKNOWN: There is no key “colour” in “connections.crm”. Known: connector, zone, config, reach, secrets, streams.',
      'syncline.yaml:31:22 error WORKSPACE_CONNECTION_UNKNOWN: There is no connection “crx”. Did you mean “crm”?',
    ]);
  });

  it.each([
    ['https://10.1.2.3', 'public', 'WORKSPACE_REACH_INSIDE'],
    ['https://localhost', 'public', 'WORKSPACE_REACH_INSIDE'],
    ['https://2130706433', 'public', 'WORKSPACE_REACH_INSIDE'],
    ['https://[fd12::1]', 'public', 'WORKSPACE_REACH_INSIDE'],
    ['http://erp.example.com', 'public', 'WORKSPACE_REACH_PLAIN'],
    ['http://10.1.2.3', 'inside', undefined],
    ['https://169.254.169.254', 'inside', 'WORKSPACE_REACH_FORBIDDEN'],
    ['https://[::ffff:a9fe:a9fe]', 'inside', 'WORKSPACE_REACH_FORBIDDEN'],
  ])('%s with reach %s is told as %s', (url, reach, code) => {
    const text = good.replace('https://erp.example.com', url).replace('    connector: erp\n', `    connector: erp\n    reach: ${reach}\n`);
    expect(lines(text).map((line) => line.split(' ')[2])).toEqual(code === undefined ? [] : [`${code}:`]);
  });

  it('refuses targets that cannot do what the route asks', () => {
    const text = good.replace('to: erp.parties', 'to: erp.invoices\n    onSourceDelete: delete').replace('type: organization', 'type: invoice');
    expect(lines(text).map((line) => line.split(' ')[2])).toEqual(['WORKSPACE_TARGET_NO_CREATE:', 'WORKSPACE_TARGET_NO_DELETE:']);
  });

  it('refuses a secret written out and never repeats it', () => {
    const secrets = ['hunter2', 'sk_live_0123456789abcdef', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc'];
    for (const secret of secrets) {
      const { config, problems } = checkWorkspace(good.replace('ERP_PASSWORD', `'${secret}'`), 'syncline.yaml', context);
      expect(config).toBeUndefined();
      expect(JSON.stringify(problems)).not.toContain(secret);
    }
    const inUrl = checkWorkspace(good.replace('https://erp', 'https://me:hunter2@erp'), 'syncline.yaml', context);
    expect(inUrl.problems.map((p) => p.code)).toEqual(['WORKSPACE_SECRET_INLINE']);
    expect(JSON.stringify(inUrl)).not.toContain('hunter2');
  });

  it('tells the same problem in Chinese', () => {
    const [problem] = checkWorkspace(good.replace('golive', 'golife'), 'syncline.yaml', context).problems;
    expect(problem?.message.zh).toBe('“routes.customers”中没有键“golife”。 是否想写“golive”？');
  });
});
