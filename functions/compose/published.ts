import * as z from 'zod';
import { SynclineError } from '../../core/model/error.ts';
import { parseJson } from '../../core/model/json.ts';
import { readDocuments } from './documents.ts';
import type { ReadyWorkspace } from './ready.ts';

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

/** Reads published documents; throws `SynclineError` `WORKSPACE_INVALID` with the first mistake when they are not what was checked before they were published. */
export async function readPublished(bytes: Uint8Array): Promise<ReadyWorkspace> {
  const published = schema.parse(parseJson(new TextDecoder().decode(bytes)));
  const texts = new Map(Object.entries(published.mappings).map(([name, text]) => [name, { file: name, text }]));
  const { config, problems, connectors, mappings } = await readDocuments({ document: published.document, file: 'syncline.yaml', mappings: texts });
  if (config === undefined) throw invalid(problems.find((problem) => problem.severity === 'error')?.message.en);
  return { config, connectors, mappings };
}

function invalid(said = ''): SynclineError {
  return new SynclineError('WORKSPACE_INVALID', {
    en: `The published workspace cannot be used: ${said} Publish it again.`,
    zh: `已发布的工作区无法使用：${said} 请重新发布。`,
  });
}
