import { secretStore, variableOf } from '../../adapters/embedded/secrets.ts';
import { Secret } from '../../core/model/secret.ts';
import type { Secrets } from '../../core/ports/world.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Secrets of a workspace: the store's own (`SYNCLINE_SECRET_<NAME>`, its encrypted file) first, then the environment variable of that very name. */
export function secretsOf(store: Secrets, env: Env): Secrets {
  return {
    async get(name) {
      const stored = await store.get(name);
      if (stored !== undefined) return stored;
      const plain = plainOf(env, name);
      return plain === undefined ? undefined : new Secret(plain);
    },
  };
}

/** The same secrets without opening the store, whose owner may be another process. */
export function secretsBeside(storeFile: string, env: Env): Secrets {
  return secretsOf(secretStore({ file: `${storeFile}.secrets`, keyFile: `${storeFile}.key`, env }), env);
}

/** Tells whether a secret is there, for checks; no value is opened. */
export async function hasSecret(storeFile: string, env: Env): Promise<(name: string) => boolean> {
  const names = new Set(await secretStore({ file: `${storeFile}.secrets`, keyFile: `${storeFile}.key`, env }).names());
  return (name) => names.has(name) || plainOf(env, name) !== undefined || plainOf(env, variableOf(name)) !== undefined;
}

function plainOf(env: Env, name: string): string | undefined {
  const text = Object.hasOwn(env, name) ? env[name] : undefined;
  return text === '' ? undefined : text;
}
