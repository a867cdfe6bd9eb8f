import { setTimeout as sleep } from 'node:timers/promises';
import type { Secret } from '../../core/model/secret.ts';
import type { AnyConnector } from '../../core/ports/connector.ts';
import type { Secrets } from '../../core/ports/world.ts';
import type { ConnectionConfig } from '../../core/sync/config.ts';
import { type Incoming, intake, refusedHook, type Taken } from '../../core/sync/intake.ts';
import type { World } from '../../core/sync/world.ts';
import type { ReadyWorkspace } from '../compose/ready.ts';

/** Larger bodies are no hints. */
export const hookBytesMax = 1_000_000;

/** A refusal is answered no sooner than this, so that its time does not tell an unknown connection from a wrong signature. */
const refusalMs = 25;

/** Where webhooks of one workspace go. */
export interface HookPlace {
  readonly world: World;
  readonly ready: ReadyWorkspace;
  readonly secrets: Secrets;
}

/** Takes a webhook for a workspace; an unknown workspace or connection is refused in the very same way as a wrong signature. */
export async function takeHook(place: HookPlace | undefined, incoming: Incoming): Promise<Taken> {
  const earliest = sleep(refusalMs);
  const connection = place?.ready.config.connections.find(({ name }) => name === incoming.connection);
  const connector = place?.ready.connectors.get(connection?.connector ?? '') as AnyConnector | undefined;
  const known = place !== undefined && connection !== undefined && connector !== undefined;
  const answer = known ? await intake(place.world, connector, connection, await signingSecrets(connection, connector, place.secrets), incoming) : refusedHook;
  if (answer.status === refusedHook.status) await earliest;
  return answer;
}

/** The secrets that the vendor signs with, as far as they are set: during a rotation there are two. */
async function signingSecrets(connection: ConnectionConfig, connector: AnyConnector, secrets: Secrets): Promise<readonly Secret[]> {
  const names = (connector.hooks?.secrets ?? []).flatMap((key) => connection.secrets[key] ?? []);
  const values = await Promise.all(names.map((name) => secrets.get(name)));
  return values.filter((value) => value !== undefined);
}
