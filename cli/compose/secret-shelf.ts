import type { EmbeddedStore } from '../../adapters/embedded/open.ts';
import { variableOf } from '../../adapters/embedded/secrets.ts';
import type { ConnectionConfig } from '../../core/sync/config.ts';
import type { SecretShelf, ShelvedSecret } from '../../functions/api/secret-shelf.ts';

/** The encrypted file beside the store as a shelf, together with what the connections name and the environment has. */
export function secretShelf(store: EmbeddedStore, connections: readonly ConnectionConfig[], env: Readonly<Record<string, string | undefined>>): SecretShelf {
  const inEnvironment = (name: string): boolean => [variableOf(name), name].some((variable) => (env[variable] ?? '') !== '');
  return {
    async list() {
      const stored = new Set(await store.secrets.names());
      const named = connections.flatMap((connection) => Object.values(connection.secrets));
      return [...new Set([...stored, ...named])].sort().map((name): ShelvedSecret => {
        const users = connections.filter((connection) => Object.values(connection.secrets).includes(name));
        const from = (env[variableOf(name)] ?? '') !== '' ? 'environment' : stored.has(name) ? 'file' : inEnvironment(name) ? 'environment' : 'nowhere';
        return { name, from, connections: users.map((connection) => connection.name) };
      });
    },
    put: (name, value) => store.secrets.put(name, value),
    remove: (name) => store.secrets.delete(name),
  };
}
