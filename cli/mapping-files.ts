import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readText } from './folder.ts';

/** A mapping document as found. */
export interface MappingFile {
  /** The `name:` it gives itself. */
  readonly name: string;
  /** For messages: relative to the workspace, or `mappings/…` of the product. */
  readonly file: string;
  readonly text: string;
}

/** Documents that come with the connectors. */
const productFolder = fileURLToPath(new URL('../mappings/', import.meta.url));

/** Mapping documents of a workspace and of the product by name; the workspace's own wins over the product's of the same name. */
export function mappingFiles(folder: string): ReadonlyMap<string, MappingFile> {
  const files = new Map<string, MappingFile>();
  for (const found of documentsIn(productFolder, (path) => join('mappings', relative(productFolder, path)))) files.set(found.name, found);
  for (const found of documentsIn(join(folder, 'mappings'), (path) => relative(folder, path))) files.set(found.name, found);
  return files;
}

function* documentsIn(folder: string, nameOf: (path: string) => string): Generator<MappingFile> {
  for (const path of yamlFiles(folder)) {
    const text = readText(path) ?? '';
    const name = /^name:[ \t]*(['"]?)([^\s'"#]+)\1/m.exec(text)?.[2];
    if (name !== undefined) yield { name, file: nameOf(path), text };
  }
}

/** Paths of all YAML files below a folder, sorted; none when there is no such folder. */
export function yamlFiles(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
