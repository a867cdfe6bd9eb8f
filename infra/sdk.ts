import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Lets a bundle hold of the AWS SDK's clients only what is asked for: of their schemas those of the commands that are sent, of their descriptions the version, which is all that they tell AWS of it. */
export const leanSdk: Plugin = {
  name: 'lean-sdk',
  setup(bundler) {
    bundler.onLoad({ filter: /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ }, async ({ path }) => ({
      contents: withNamedKeys(await readFile(path, 'utf8')),
      loader: 'js',
    }));
    bundler.onLoad({ filter: /@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** The same schemas with their keys written out: `[_hH]: …` might run code for all the bundler knows, and so would keep every schema of the service; `"httpHeader": …` cannot. */
function withNamedKeys(source: string): string {
  const texts = new Map([...source.matchAll(/^const (_\w+) = (".*");$/gm)].map(([, name, text]) => [name, text]));
  return source.replaceAll(/\[(_\w+)\]:/g, (key, name: string) => (texts.has(name) ? `${texts.get(name)}:` : key));
}
