import type { Secret } from '../../core/model/secret.ts';
import { FaultError } from '../../core/ports/connector.ts';
import type { Secrets } from '../../core/ports/world.ts';
import type { ConnectionConfig } from '../../core/sync/config.ts';

/** The secrets of a connection by the connector's names for them; an absent one is a fault of the connection, which a person is told. */
export async function connectionSecrets(connection: ConnectionConfig, secrets: Secrets): Promise<Readonly<Record<string, Secret>>> {
  const values: Record<string, Secret> = {};
  for (const [key, name] of Object.entries(connection.secrets)) {
    const value = await secrets.get(name);
    if (value === undefined) {
      const message = {
        en: `The secret ${name} is not set: syncline secret set ${name} (on AWS: store it in Secrets Manager)`,
        zh: `密钥 ${name} 未设置：syncline secret set ${name}（在 AWS 上：存入 Secrets Manager）`,
      };
      throw new FaultError({ kind: 'auth', code: 'secret.absent', message });
    }
    values[key] = value;
  }
  return values;
}
