import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentName } from '../cli/folder.ts';
import { loadWorkspace } from '../cli/load.ts';
import { mappingFiles } from '../cli/mapping-files.ts';
import type { WorkspaceConfig } from '../core/sync/config.ts';
import type { Published } from '../functions/compose/published.ts';
import { parseYaml } from '../mappings/document/yaml.ts';
import { mappingVersion } from '../mappings/engine/compile.ts';

/** A workspace folder as it is published: its documents, and the files of its file connections. */
export interface PublishedFolder {
  readonly config: WorkspaceConfig;
  readonly documents: Published;
  /** Objects below `files/`: path and where the bytes are. */
  readonly files: readonly { readonly path: string; readonly source: string }[];
}

/** Reads and checks a workspace folder. Throws an error that lists every mistake; secrets are not looked for, they lie elsewhere. */
export async function publishedFolder(folder: string): Promise<PublishedFolder> {
  const { config, problems } = await loadWorkspace(folder, () => true);
  if (config === undefined) throw new Error(problems.map((p) => `${p.where.file}:${p.where.line} ${p.message.en}`).join('\n'));
  const all = mappingFiles(folder);
  const names = new Set(config.connections.flatMap((connection) => connection.streams.map((stream) => stream.mapping)));
  const mappings = Object.fromEntries(
    [...names].map((name) => {
      const { text = '', file = name } = all.get(name) ?? {};
      return [name, { text: onOneLine(text, file), version: mappingVersion(text) }];
    }),
  );
  const folders = new Set(config.connections.flatMap(({ config: { folder: path } }) => (typeof path === 'string' ? [path] : [])));
  return {
    config,
    documents: { v: 2, document: onOneLine(readFileSync(join(folder, documentName), 'utf8'), documentName), mappings },
    files: [...folders].flatMap((path) => filesIn(folder, path)),
  };
}

/** A document that was checked, as JSON: functions have no YAML parser. */
function onOneLine(text: string, file: string): string {
  return JSON.stringify(parseYaml(text, file).document?.value);
}

function filesIn(folder: string, path: string): { path: string; source: string }[] {
  const entries = readdirSync(join(folder, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => {
      const source = join(entry.parentPath, entry.name);
      return { path: `files/${path}/${source.slice(join(folder, path).length + 1)}`, source };
    });
}
