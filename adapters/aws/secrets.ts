import { GetSecretValueCommand, ResourceNotFoundException, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Secret } from '../../core/model/secret.ts';
import type { Clock, Secrets } from '../../core/ports/world.ts';
import { told } from './faults.ts';

/** A secret that was rotated is used within this time; asking each time would cost more than the work. */
const keptMs = 5 * 60_000;

/** The secrets below a prefix where the SDK finds them, or at another endpoint. */
export function openSecrets(prefix: string, clock: Clock, endpoint: string | undefined): Secrets {
  return awsSecrets(new SecretsManagerClient(endpoint === undefined ? {} : { endpoint }), prefix, clock);
}

/** Secrets by name below a prefix of Secrets Manager, kept for five minutes; what is not there is asked for each time. */
export function awsSecrets(client: SecretsManagerClient, prefix: string, clock: Clock): Secrets {
  const kept = new Map<string, { readonly secret: Secret; readonly until: number }>();
  return {
    async get(name) {
      const known = kept.get(name);
      if (known !== undefined && known.until > clock.now()) return known.secret;
      try {
        const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: `${prefix}/${name}` }));
        if (SecretString === undefined) return undefined;
        const secret = new Secret(SecretString);
        kept.set(name, { secret, until: clock.now() + keptMs });
        return secret;
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw told(error);
      }
    },
  };
}
