import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');

/** How a library is put beside a function. */
export interface Packing {
  /** What the bundle exports, as a module; unless given, everything that the library has. */
  readonly entry?: string;
  /** Tables that become files of their own, read with the first use of each. */
  readonly tables?: RegExp;
  /** Kept compressed: a library of one large file, most of it tables. */
  readonly packed?: boolean;
  /** Further steps of the bundler. */
  readonly plugin?: (folder: string) => Plugin;
}

/** Reads the compressed code and runs it as the module that it is. */
const unpacker = `const{brotliDecompressSync:d}=require('node:zlib'),{readFileSync:r}=require('node:fs');module._compile(d(r(__dirname+'/library.br')).toString(),__filename);`;

/** Bundles one library into a folder, as Node's \`require\` of its name would give it. */
export async function packLibrary(name: string, folder: string, { entry, tables, packed = false, plugin }: Packing): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { outputFiles } = await build({
    stdin: { contents: entry ?? `module.exports = require(${JSON.stringify(name)})`, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    charset: 'utf8', // tables of characters are not spelt out as escapes
    mainFields: entry === undefined ? ['main', 'module'] : ['module', 'main'],
    legalComments: 'none',
    logLevel: 'error',
    plugins: [...(tables === undefined ? [] : [tablesApart(tables, folder)]), ...(plugin === undefined ? [] : [plugin(folder)])],
  });
  const code = outputFiles[0]?.contents as Uint8Array;
  if (packed) writeFileSync(join(folder, 'library.br'), brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  writeFileSync(join(folder, 'index.js'), packed ? unpacker : code);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, type: 'commonjs', main: 'index.js' }));
}

/** JSON files whose path fits are copied beside the bundle instead of into it. */
function tablesApart(pattern: RegExp, folder: string): Plugin {
  return {
    name: 'tables-apart',
    setup(bundler) {
      bundler.onResolve({ filter: pattern }, async ({ path, resolveDir, pluginData, kind }) => {
        if (pluginData === 'seen') return undefined;
        const found = await bundler.resolve(path.replace(/\.json\.js$/, '.json'), { resolveDir, kind, pluginData: 'seen' });
        const name = basename(found.path);
        writeFileSync(join(folder, name), JSON.stringify(JSON.parse(readFileSync(found.path, 'utf8'))));
        return { path: `./${name}`, external: true };
      });
    },
  };
}
