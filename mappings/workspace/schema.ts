import * as z from 'zod';
import { durationMs } from './duration.ts';

/** Names of connections and routes: they stand in keys, URLs and commands. */
export const namePattern = /^[a-z][a-z0-9-]{0,39}$/;

/** Names of streams: as their connector spells them, without `/` and `.`, which part names elsewhere. */
export const streamPattern = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,59}$/u;

/** Names in a secret store: an environment variable, or a path of a cloud store. Everything else is likely the secret itself. */
export const secretNamePattern = /^(?:[A-Z][A-Z0-9_]{1,127}|[A-Za-z0-9_-]+(?:\/[A-Za-z0-9_.-]+){1,8})$/;

const name = z.string().regex(namePattern, 'use lower-case letters, digits and -, at most 40, beginning with a letter | 请使用小写字母、数字和 -，最多 40 个字符，以字母开头');
const stream = z.string().regex(streamPattern, 'use letters, digits, _ and -, at most 60 | 请使用文字、数字、_ 和 -，最多 60 个字符');
const secretName = z
  .string()
  .regex(
    secretNamePattern,
    'write the NAME of a secret (MY_PASSWORD, or a path with /), never the secret itself | 请写密钥的名称（如 MY_PASSWORD，或带 / 的路径），切勿写密钥本身',
  );
const duration = z
  .string()
  .refine((text) => durationMs(text) !== undefined, 'use a number and a unit: 30m, 12h, 7d, 2w, at most 400d | 请用数字加单位：30m、12h、7d、2w，最多 400d');

/** How one field's golden value is chosen. */
export const fieldPolicySchema = z
  .union([z.literal('latest'), z.strictObject({ owner: name }), z.strictObject({ rank: z.array(name).min(1).max(20) })])
  .describe('latest · { owner: connection } · { rank: [strongest, …] }');

const streamSchema = z.strictObject({
  mapping: z.string().min(1).max(200).describe('Mapping document, e.g. crm/contacts'),
  schedule: z.string().min(1).max(100).default('*/5 * * * *').describe('Cron with five fields, in the zone of the connection'),
  enabled: z.boolean().default(true).describe('false stops the stream without removing it'),
});

const connectionSchema = z.strictObject({
  connector: z.string().min(1).max(60).describe('Connector id, e.g. file'),
  zone: z.string().optional().describe('IANA zone of its schedules and of dates without a zone; default: the workspace’s'),
  config: z.record(z.string(), z.unknown()).default({}).describe('What the connector needs; secrets never stand here'),
  reach: z.enum(['public', 'inside']).default('public').describe('inside: may also reach private addresses and speak plain http, for systems in your own network'),
  secrets: z.record(z.string(), secretName).default({}).describe('Secret key → NAME of the secret in the secret store'),
  streams: z.record(stream, streamSchema).default({}),
});

const routeSchema = z.strictObject({
  type: z.string().describe('Canonical type, e.g. organization'),
  from: z.array(name).default([]).describe('Connections whose records may lead to a create at the target; empty: all'),
  to: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}\.[\p{L}\p{N}][\p{L}\p{N}_-]{0,59}$/u, 'write connection.stream | 请写成 connection.stream')
    .describe('Target stream: connection.stream'),
  create: z.boolean().default(true).describe('Create missing records at the target, or only update linked ones'),
  golive: z.enum(['automatic', 'manual']).default('manual').describe('Go live by itself once everything is linked, or wait for `release`'),
  onSourceDelete: z.enum(['keep', 'archive', 'delete']).default('keep').describe('What a delete at a source does at the target'),
  patience: duration.default('7d').describe('How long a record may wait for another before it is a failure'),
});

const policySchema = z.strictObject({
  default: fieldPolicySchema.default('latest'),
  fields: z.record(z.string(), fieldPolicySchema).default({}),
  review: z.array(z.string()).default([]).describe('Fields whose concurrent edits a person decides'),
});

const alertsSchema = z.strictObject({
  to: z.array(z.email('write an e-mail address | 请填写邮箱地址')).default([]).describe('Who is told'),
  connection: name.optional().describe('Connection that sends the mail'),
});

/** Currency code → decimal amount as text; YAML would make a number of it, and money is never a float. */
const amounts = z.record(
  z.string().regex(/^[A-Z]{3}$/, 'use an ISO 4217 code such as EUR | 请使用 ISO 4217 代码，如 EUR'),
  z.string().regex(/^\d{1,15}(?:\.\d{1,4})?$/, "write the amount in quotes: '10000.00' | 请把金额写在引号里：'10000.00'"),
);

const folderPattern = /^(?![/\\])(?!.*(?:^|\/)\.\.(?:\/|$)).{1,200}$/;

const statementFolderSchema = z.strictObject({
  folder: z.string().regex(folderPattern, 'name a folder inside the workspace | 请填写工作区内的文件夹').describe('Folder of bank files, below the workspace'),
  company: z.string().min(1).max(200).optional().describe('Legal entity of ours that its accounts belong to; default: company'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'use an ISO 4217 code such as EUR | 请使用 ISO 4217 代码，如 EUR')
    .optional()
    .describe('Currency of files that name none'),
});

/** The `receivables:` block. */
export const receivablesSchema = z.strictObject({
  company: z.string().min(1).max(200).describe('Legal entity of documents that name none'),
  statements: z.array(statementFolderSchema).max(40).default([]).describe('Folders of bank files'),
  cutover: z.iso.date().optional().describe('Last day before these books begin: what the ERP had settled by then is taken as it is, older money is not asked for'),
  automatic: z.boolean().default(true).describe('false: nothing is allocated without a person'),
  autoAt: z.number().min(0.9).max(1).optional().describe('At or above this confidence an allocation needs no person; default 0.95'),
  showAt: z.number().min(0).max(1).optional().describe('Below this confidence a proposal is not shown; default 0.5'),
  automaticUpTo: amounts.default({}).describe('Above this amount nothing is automatic'),
  twoPeopleAbove: amounts.default({}).describe('Above this amount an allocation needs two people'),
  formerOwners: z.array(z.string().min(1).max(200)).max(200).default([]).describe('Colleagues who left: what they looked after and nobody invoiced is told apart'),
  payTo: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}\.[\p{L}\p{N}][\p{L}\p{N}_-]{0,59}$/u, 'write connection.stream | 请写成 connection.stream')
    .optional()
    .describe('Stream of an ERP that takes payments: connection.stream'),
});

const sameStreams = ['strong', 'free', 'never'] as const;

/** The `identity:` block. */
export const identitySchema = z.strictObject({
  resolver: z
    .enum(['scored', 'exact'])
    .default('scored')
    .describe('scored: names, addresses, numbers and dates count points, close ones too, and a person is asked about doubtful pairs · exact: equal identifiers alone'),
  sameStream: z
    .record(z.string().regex(/^[a-z][a-z0-9-]{0,39}\.[\p{L}\p{N}][\p{L}\p{N}_-]{0,59}$/u, 'write connection.stream | 请写成 connection.stream'), z.enum(sameStreams))
    .default({})
    .describe('What two records of one stream need to be one: strong (default): an agreeing identifier and name · free: as any two · never: the source holds nobody twice'),
});

/** The whole of `syncline.yaml`. */
export const workspaceSchema = z.strictObject({
  workspace: name.describe('Name of the workspace: the boundary of data, roles and keys'),
  zone: z.string().describe('IANA zone, e.g. Europe/Zurich'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'use an ISO 3166 code such as CH or CN | 请使用 ISO 3166 代码，如 CH 或 CN')
    .describe('ISO 3166 code that national telephone numbers are read in'),
  connections: z.record(name, connectionSchema).default({}),
  routes: z.record(name, routeSchema).default({}),
  policies: z.record(z.string(), policySchema).default({}),
  alerts: alertsSchema.default({ to: [] }),
  identity: identitySchema.default({ resolver: 'scored', sameStream: {} }).describe('How it is found who is who'),
  receivables: receivablesSchema.optional().describe('Invoices against money; without it nobody reconciles'),
});

/** `syncline.yaml` with every default filled in. */
export type WorkspaceDocument = z.infer<typeof workspaceSchema>;

/** Keys known at a place of the document, for suggestions. */
export function keysAt(path: readonly (string | number)[]): readonly string[] {
  if (path.length === 0) return Object.keys(workspaceSchema.shape);
  const [section, , part] = path;
  if (section === 'connections') return Object.keys((part === 'streams' ? streamSchema : connectionSchema).shape);
  if (section === 'routes') return Object.keys(routeSchema.shape);
  if (section === 'policies') return path.length === 2 ? Object.keys(policySchema.shape) : ['owner', 'rank'];
  if (section === 'identity') return path.length === 1 ? Object.keys(identitySchema.shape) : sameStreams;
  if (section === 'receivables') return Object.keys((part === undefined ? receivablesSchema : statementFolderSchema).shape);
  return Object.keys(alertsSchema.shape);
}
