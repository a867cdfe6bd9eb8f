import * as z from 'zod';
import { SynclineError } from '../../core/model/error.ts';
import { parseJson } from '../../core/model/json.ts';
import { readDocuments } from './documents.ts';
import type { ReadyWorkspace } from './ready.ts';

const schema = z.object({
  v: z.literal(2),
  /** `syncline.yaml` as JSON on one line: functions need no YAML parser. */
  document: z.string(),
  /** The mapping documents by name, as JSON on one line, each with the version of the text it was made from. */
  mappings: z.record(z.string(), z.object({ text: z.string(), version: z.string() })),
});

/** A workspace's documents as they are published. */
export type Published = z.infer<typeof schema>;

/** Reads published documents; throws `SynclineError` `WORKSPACE_INVALID` with the first mistake when they are not what was checked before they were published. */
export async function readPublished(bytes: Uint8Array): Promise<ReadyWorkspace> {
  const published = schema.parse(parseJson(new TextDecoder().decode(bytes)));
  const texts = new Map(Object.entries(published.mappings).map(([name, mapping]) => [name, { file: name, ...mapping }]));
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
