import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './sources.ts';

/** Code blocks of a page that name the file they are, in order. */
export function filesOf(page: string): ReadonlyMap<string, string> {
  const text = readFileSync(join(root, page), 'utf8');
  return new Map([...text.matchAll(/^```ts file=(\S+)\n([\s\S]*?)^```$/gm)].map(([, file, code]) => [file as string, code as string]));
}

/** Lays files out as the connector `id` of a project that has our core and our kit; returns its folder, inside this project so that packages are found. */
export function layOut(id: string, files: ReadonlyMap<string, string>): string {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const project = mkdtempSync(join(root, '.cache', 'guide-'));
  const folder = join(project, 'connectors', id);
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(root, 'core'), join(project, 'core'), 'junction');
  symlinkSync(join(root, 'connectors', 'kit'), join(project, 'connectors', 'kit'), 'junction');
  for (const [file, code] of files) writeFileSync(join(folder, file), code);
  return folder;
}
