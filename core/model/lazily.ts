import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * A library that is loaded when it is first asked for, and from then on is at hand: tables of telephone plans, domains or characters cost nothing where no record needs them.
 * The name must be written out, and stand in `infra/lazy-libraries.ts`, which puts the library beside the functions that ask for it.
 */
export function lazily<T>(name: string): () => T {
  let loaded: T | undefined;
  return () => {
    loaded ??= require(name) as T;
    return loaded;
  };
}
