import type { DeadLetters } from '../ports/queue.ts';
import type { World } from '../sync/world.ts';
import { type AlertConfig, alertDefaults } from './alert.ts';
import { lookAt } from './look.ts';
import { sendOver } from './mail-out.ts';
import type { Reactions } from './react.ts';

/** Joins reactions to a workspace: its table, its `alerts:` block, its connections. Without receivers or a connection to send over, alerts are rows only. */
export function reactionsOf(world: World, deadLetters: Readonly<Record<string, DeadLetters>> = {}): Reactions {
  const { alerts, workspace } = world.config;
  const config: AlertConfig = { ...alertDefaults, workspace, to: alerts.connection === undefined ? [] : alerts.to };
  return {
    table: world.table,
    config,
    now: () => world.clock.now(),
    writeId: () => world.ids.fresh('w'),
    look: lookAt(world, deadLetters),
    send: sendOver(world, alerts.connection ?? ''),
  };
}
