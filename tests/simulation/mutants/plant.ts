import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Mutant } from './mutant.ts';

/** The modules of a mutant with its texts replaced, by URL. Throws when one is not there exactly once. */
export function planted(mutant: Mutant): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const { file, from, to } of [mutant, ...(mutant.also ?? [])]) {
    const url = new URL(`../../../${file}`, import.meta.url).href;
    const source = sources.get(url) ?? readFileSync(fileURLToPath(url), 'utf8');
    const times = source.split(from).length - 1;
    if (times !== 1) throw new Error(`mutant "${mutant.name}": its text is ${times} times in ${file}; bring it up to date`);
    // A function keeps `$` in the replacement as it is.
    sources.set(
      url,
      source.replace(from, () => to),
    );
  }
  return sources;
}

/** Replaces the mutant's texts whenever their modules are loaded from now on. Production code knows nothing of this. */
export function plant(mutant: Mutant): void {
  const sources = planted(mutant);
  registerHooks({
    load(specifier, context, next) {
      const source = sources.get(specifier);
      return source === undefined ? next(specifier, context) : { format: 'module-typescript', source, shortCircuit: true };
    },
  });
}
