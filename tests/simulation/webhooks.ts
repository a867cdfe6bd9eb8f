import { createHmac } from 'node:crypto';
import type { Ports } from '../../adapters/ports.ts';
import { verifyHmac } from '../../connectors/kit/webhook.ts';
import { refOf } from '../../core/model/ids.ts';
import { parseJson } from '../../core/model/json.ts';
import { Secret } from '../../core/model/secret.ts';
import type { AnyConnector } from '../../core/ports/connector.ts';
import type { ConnectionConfig } from '../../core/sync/config.ts';
import { intake } from '../../core/sync/intake.ts';
import type { World } from '../../core/sync/world.ts';
import type { Setup } from './setup.ts';

/** How somebody tries to have a webhook believed that no system sent. */
export type Forgery = 'unsigned' | 'wrong secret' | 'stale' | 'other body';

const secret = 'the systems’ secret';
const scheme = {
  algorithm: 'sha256',
  encoding: 'hex',
  header: 'x-signature',
  timestamp: { header: 'x-time', unitMs: 1 },
  signed: (raw: Uint8Array, time: string) => Buffer.concat([Buffer.from(`${time}.`), raw]),
} as const;

/** What the simulated systems sign their webhooks with, checked by the kit that connectors use. */
const connector = {
  hooks: {
    secrets: ['webhook'],
    signature: scheme.header,
    verify: (raw, headers, secrets, now) => verifyHmac(scheme, raw, headers, secrets, now),
    hints: (raw) => {
      const { stream, id, delivery } = parseJson(Buffer.from(raw).toString()) as { stream: string; id: string; delivery: string };
      return [{ stream, ids: [id], delivery }];
    },
  },
} as Partial<AnyConnector> as AnyConnector;

/** The record that a webhook tells of. */
export interface Told {
  readonly system: string;
  readonly stream: string;
  readonly id: string;
}

/** A webhook of a system: sent again until it is answered, and now and then once more although it was. */
export function sendWebhook(setup: Setup, { system, stream, id }: Told, delivery: string): void {
  const raw = Buffer.from(JSON.stringify({ stream, id, delivery }));
  const random = setup.sim.random(`webhook ${delivery}`);
  const send = (): void => {
    const at = setup.sim.now();
    void take(setup, system, raw, signed(raw, at)).then((taken) => {
      if (taken !== undefined && taken.sent > 0) setup.told.hook(refOf(system, stream, id), setup.sim.now());
      if (taken === undefined) setup.sim.at(1_000, send);
      else if (random.chance(0.4)) setup.sim.at(random.int(0, 60_000), () => void replay(setup, system, raw, signed(raw, at)));
    });
  };
  send();
}

async function replay(setup: Setup, system: string, raw: Uint8Array, headers: Record<string, string>): Promise<void> {
  const taken = await take(setup, system, raw, headers);
  if (taken?.sent === 0) setup.sometimes.count('a replayed webhook was refused');
}

/** A webhook that no system sent; what it names exists nowhere. */
export function forgeWebhook(setup: Setup, system: string, how: Forgery, number: number): void {
  const raw = Buffer.from(JSON.stringify({ stream: 'customers', id: `forged-${number}`, delivery: `forged-${number}` }));
  const now = setup.sim.now();
  const headers: Record<Forgery, Record<string, string>> = {
    unsigned: {},
    'wrong secret': signed(raw, now, 'guessed'),
    stale: signed(raw, now - 3_600_000),
    'other body': signed(Buffer.from('{}'), now),
  };
  void take(setup, system, raw, headers[how]).then((taken) => {
    if (taken?.status === 401) setup.sometimes.count('a forged webhook was refused');
  });
}

function signed(raw: Uint8Array, at: number, key = secret): Record<string, string> {
  const hmac = createHmac('sha256', key).update(scheme.signed(raw, String(at)));
  return { 'x-signature': hmac.digest('hex'), 'x-time': String(at) };
}

interface Answer {
  readonly status: number;
  /** Messages that came of it. */
  readonly sent: number;
}

/** The product's own intake; undefined when nobody answered. */
async function take(setup: Setup, system: string, raw: Uint8Array, headers: Record<string, string>): Promise<Answer | undefined> {
  let sent = 0;
  const outcome = await setup.sim.spawn('webhook', async (ports: Ports) => {
    const world: World = setup.worldOf(ports);
    const counting: World = {
      ...world,
      queue: (name) => ({
        send: (messages) => {
          sent += messages.length;
          return world.queue(name).send(messages);
        },
      }),
    };
    const connection = world.config.connections.find((c) => c.name === system) as ConnectionConfig;
    return intake(counting, connector, connection, [new Secret(secret)], { connection: system, raw, headers });
  });
  return outcome.state === 'done' ? { status: outcome.value.status, sent } : undefined;
}
