import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceFiles } from '../tidy/files.ts';

/** The repository. */
export const root = join(import.meta.dirname, '..', '..');

const shipped = /^(?:core|adapters|connectors|mappings|functions|cli)\//;
const forTests = /\.test\.ts$|\/testing\/|\/conformance\/|\/fake[A-Z]?\w*\.ts$|\/test[A-Z]\w*\.ts$|^adapters\/simulated\/|^cli\/errors\/|\/samples\.ts$/;

/** Every source file that users run, with its text: no tests, no fakes, not the catalogue itself. */
export function shippedSources(): readonly { readonly file: string; readonly text: string }[] {
  const files = sourceFiles(root).filter((file) => shipped.test(file) && !forTests.test(file));
  return files.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}
