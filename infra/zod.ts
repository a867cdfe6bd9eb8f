import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Leaves out of zod what no function uses: its sentences in forty languages (errors are told in our own), and what writes JSON Schema (descriptions are made before deployment). */
export const leanZod: Plugin = {
  name: 'lean-zod',
  setup(bundler) {
    bundler.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: "export { default as en } from './en.js';", loader: 'js' }));
    bundler.onLoad({ filter: /zod[\\/]v4[\\/]core[\\/](?:json-schema-processors|to-json-schema)\.js$/ }, async ({ path }) => ({
      contents: refusing(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};

/** A module with the same exports, each of which says when it is called that it is not here; methods that are only made, and not called, can be made. */
function refusing(source: string): string {
  const names = [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name as string);
  const renamed = [...source.matchAll(/^export \{ \w+ as (\w+) \}/gm)].map(([, name]) => name as string);
  const one = (name: string): string => (name.startsWith('create') ? `export const ${name}=()=>away;` : `export const ${name}=away;`);
  return `const away=()=>{throw new Error('JSON Schema is not made here')};${names.map(one).join('')}${renamed.map((name) => `export{away as ${name}};`).join('')}`;
}
