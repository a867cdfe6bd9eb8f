import { workspace } from '../../core/model/ids.ts';
import type { StreamMapping } from '../../core/ports/mapping.ts';
import type { RouteConfig, WorkspaceConfig } from '../../core/sync/config.ts';
import { compileMapping } from '../../mappings/engine/compile.ts';
import { kindOf, type RecordKind } from './kinds.ts';
import { type Scenario, systems } from './scenario.ts';

/** The workspace that is watched, and one beside it whose data must never be seen there. */
export const homeName = 'main';
export const neighbourName = 'neighbour';

/** The second version reads one field more, with an equality of its own, and one in another form. */
export type MappingVersion = 1 | 2;

const customerFields = ['name: name', 'city: city', 'note: note', 'taxId: tax', "tags: { path: tags, split: [';'] }"];
const industryField = (system: string, version: MappingVersion): string =>
  reads(system, 'industry', 'x', version) === 'x' ? 'industry: industry' : 'industry: { path: industry, as: upper }';
const fieldsIn = (system: string, version: MappingVersion): readonly string[] => [
  ...customerFields,
  industryField(system, version),
  ...(version === 2 ? ['legalName: { path: legal, equal: folded }'] : []),
];
const contactFields = [
  'name: name',
  "emails: { path: mail, split: [';'] }",
  "phones: { path: phone, split: [';'] }",
  'title: title',
  'note: note',
  'worksAt: { path: customer, reference: customers }',
];
const invoiceFields = ['number: number', 'customer: { path: customer, reference: customers }', 'description: description'];

function compiled(system: string, stream: string, type: string, fields: readonly string[]): StreamMapping {
  const text = `name: ${system}/${stream}\ntype: ${type}\nconnector: ${system}\nstream: ${stream}\nfields:\n${fields.map((f) => `  ${f}`).join('\n')}\n`;
  const result = compileMapping({ text, file: `${system}.yaml`, country: 'DE', zone: 'UTC' });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const mappings = new Map<string, StreamMapping>(
  systems.flatMap((s): [string, StreamMapping][] => [
    [`${s}/customers 1`, compiled(s, 'customers', 'organization', fieldsIn(s, 1))],
    [`${s}/customers 2`, compiled(s, 'customers', 'organization', fieldsIn(s, 2))],
    [`${s}/contacts`, compiled(s, 'contacts', 'person', contactFields)],
    [`${s}/invoices`, compiled(s, 'invoices', 'invoice', invoiceFields)],
  ]),
);

/** The mapping of a stream; the same in both workspaces. */
export function mappingFor(connection: string, stream: string, version: MappingVersion): StreamMapping | undefined {
  return mappings.get(stream === 'customers' ? `${connection}/${stream} ${version}` : `${connection}/${stream}`);
}

/** How a value of a system reads under a version of the mappings, for the oracles. */
export function reads(system: string, field: string, value: string, version: MappingVersion): string {
  return version === 2 && system === 'b' && field === 'industry' ? value.toUpperCase() : value;
}

/** True when two texts of a field are the same by what the mappings declare. */
export function sameText(field: string, a: string, b: string): boolean {
  return field === 'legal' ? a.toLowerCase() === b.toLowerCase() : a === b;
}

/** Streams of every system in a scenario. */
export function streamsOf({ invoices, contacts }: Pick<Scenario, 'invoices' | 'contacts'>): readonly string[] {
  return ['customers', ...(invoices ? ['invoices'] : []), ...(contacts ? ['contacts'] : [])];
}

/** The configuration of a workspace. */
export function configFor(scenario: Scenario, name: string): WorkspaceConfig {
  const streams = streamsOf(scenario);
  const schedule = '* * * * *';
  return {
    workspace: workspace(name),
    zone: 'UTC',
    country: 'DE',
    connections: systems.map((system) => ({
      name: system,
      connector: system,
      zone: 'UTC',
      config: {},
      secrets: {},
      streams: streams.map((s) => ({ name: s, mapping: `${system}/${s}`, schedule, enabled: true })),
    })),
    routes: systems.flatMap((system) => streams.map((stream) => routeTo(scenario, system, stream))),
    policies: Object.fromEntries(
      streams
        .map(kindOf)
        .filter((kind) => kind.isSomebody)
        .map((kind) => [kind.type, policyOf(kind)]),
    ),
    alerts: { to: [] },
  };
}

/** What nobody ranks for goes to the latest. */
function policyOf({ ranks }: RecordKind): WorkspaceConfig['policies'][string] {
  const fields = Object.fromEntries(Object.entries(ranks).map(([field, connections]) => [field, { by: 'rank' as const, connections }]));
  return { default: { by: 'latest' }, fields, review: [] };
}

function routeTo(scenario: Scenario, system: string, stream: string): RouteConfig {
  return {
    name: `${stream}-to-${system}`,
    type: kindOf(stream).type,
    from: [],
    to: { connection: system, stream },
    create: scenario.creates,
    golive: 'automatic',
    onSourceDelete: scenario.onSourceDelete,
    patienceMs: 86_400_000,
  };
}
