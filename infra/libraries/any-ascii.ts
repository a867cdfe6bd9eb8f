import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

/** Characters of one file: so many that a name in one script needs one or two files. */
const fileLengthMax = 64_000;

/** Blocks of 256 characters that Unicode has. */
const blockCount = 0x1100;

/** Keeps any-ascii's table, a switch of half a megabyte, in files by range of characters; each is read with its first character. */
export const anyAsciiByScript = (folder: string): Plugin => ({
  name: 'any-ascii-by-script',
  setup(bundler) {
    bundler.onLoad({ filter: /any-ascii[\\/]block\.js$/ }, async ({ path }) => {
      const { default: block } = (await import(pathToFileURL(path).href)) as { default: (number: number) => string };
      const files: { readonly first: number; readonly blocks: Record<number, string> }[] = [];
      let length = Number.POSITIVE_INFINITY;
      for (let number = 0; number < blockCount; number += 1) {
        const text = block(number);
        if (text === '') continue;
        if (length + text.length > fileLengthMax) {
          files.push({ first: number, blocks: {} });
          length = 0;
        }
        (files.at(-1) as (typeof files)[0]).blocks[number] = text;
        length += text.length;
      }
      for (const [i, { blocks }] of files.entries()) writeFileSync(join(folder, `${i}.json`), JSON.stringify(blocks));
      const firsts = JSON.stringify(files.map(({ first }) => first));
      const contents = `import{readFileSync}from'node:fs';const firsts=${firsts},files=[];export default n=>{const i=firsts.findLastIndex(f=>f<=n);return(files[i]??=JSON.parse(readFileSync(__dirname+'/'+i+'.json','utf8')))[n]??''}`;
      return { contents, loader: 'js' };
    });
  },
});
