import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Mutant } from './mutant.ts';

/** Replaces the mutant's text whenever its module is loaded from now on. Throws when the text is not there exactly once. Production code knows nothing of this. */
export function plant(mutant: Mutant): void {
  const url = new URL(`../../../${mutant.file}`, import.meta.url).href;
  const source = readFileSync(fileURLToPath(url), 'utf8');
  const times = source.split(mutant.from).length - 1;
  if (times !== 1) throw new Error(`mutant "${mutant.name}": its text is ${times} times in ${mutant.file}; bring it up to date`);
  registerHooks({
    load(specifier, context, next) {
      if (specifier !== url) return next(specifier, context);
      // A function keeps `$` in the replacement as it is.
      return { format: 'module-typescript', source: source.replace(mutant.from, () => mutant.to), shortCircuit: true };
    },
  });
}
