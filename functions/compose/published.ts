import * as z from 'zod';
import { connectorIds, connectorOf } from '../../connectors/registry.ts';
import { SynclineError } from '../../core/model/error.ts';
import { parseJson } from '../../core/model/json.ts';
import type { AnyConnector } from '../../core/ports/connector.ts';
import type { StreamMapping } from '../../core/ports/mapping.ts';
import type { WorkspaceConfig } from '../../core/sync/config.ts';
import { compileMapping } from '../../mappings/engine/compile.ts';
import { checkParsed } from '../../mappings/workspace/check.ts';
import type { MappingSummary } from '../../mappings/workspace/context.ts';
import { type ParsedWorkspace, parseWorkspace } from '../../mappings/workspace/parse.ts';

/** Where a workspace's documents lie in its blobs, as one object: they change together or not at all. */
export const publishedPath = 'config/workspace.json';

const schema = z.object({
  v: z.literal(1),
  /** Text of `syncline.yaml`. */
  document: z.string(),
  /** Texts of the mapping documents by name. */
  mappings: z.record(z.string(), z.string()),
});

/** A workspace's documents as they are published. */
export type Published = z.infer<typeof schema>;

/** A workspace ready to run. */
export interface ReadyWorkspace {
  readonly config: WorkspaceConfig;
  /** Connectors by id. */
  readonly connectors: ReadonlyMap<string, AnyConnector>;
  /** Compiled mappings by `connection/stream`. */
  readonly mappings: ReadonlyMap<string, StreamMapping>;
}

/** Reads published documents; throws `SynclineError` `WORKSPACE_INVALID` with the first mistake when they are not what was checked before they were published. */
export async function readPublished(bytes: Uint8Array): Promise<ReadyWorkspace> {
  const published = schema.parse(parseJson(new TextDecoder().decode(bytes)));
  const { parsed, problems } = parseWorkspace(published.document, 'syncline.yaml');
  if (parsed === undefined) throw invalid(problems[0]?.message.en);
  const connectors = await connectorsOf(parsed);
  const { mappings, summaries } = compileAll(parsed, published);
  const checked = checkParsed(parsed, problems, { connectors, connectorIds, mappings: summaries });
  if (checked.config === undefined) throw invalid(checked.problems.find((problem) => problem.severity === 'error')?.message.en);
  return { config: checked.config, connectors, mappings };
}

async function connectorsOf(parsed: ParsedWorkspace): Promise<ReadonlyMap<string, AnyConnector>> {
  const ids = new Set(Object.values(parsed.document.connections).map((connection) => connection.connector));
  return new Map(await Promise.all([...ids].map(async (id): Promise<[string, AnyConnector]> => [id, await connectorOf(id)])));
}

function compileAll(parsed: ParsedWorkspace, published: Published): { readonly mappings: Map<string, StreamMapping>; readonly summaries: Map<string, MappingSummary> } {
  const mappings = new Map<string, StreamMapping>();
  const summaries = new Map<string, MappingSummary>();
  const { connections, zone, country } = parsed.document;
  for (const [name, connection] of Object.entries(connections)) {
    for (const [stream, { mapping }] of Object.entries(connection.streams)) {
      const result = compileMapping({ text: published.mappings[mapping] ?? '', file: mapping, country, zone: connection.zone ?? zone });
      if (!result.ok) throw invalid(`${mapping}: ${result.error[0]?.message.en ?? ''}`);
      const { document } = result.value;
      mappings.set(`${name}/${stream}`, result.value);
      summaries.set(mapping, { name: mapping, type: document.type, connector: document.connector, stream: document.stream });
    }
  }
  return { mappings, summaries };
}

function invalid(said = ''): SynclineError {
  return new SynclineError('WORKSPACE_INVALID', {
    en: `The published workspace cannot be used: ${said} Publish it again.`,
    zh: `已发布的工作区无法使用：${said} 请重新发布。`,
  });
}
