import { minuteMs } from '../../model/time.ts';
import { messageSchema, send } from '../../sync/messages.ts';
import type { World } from '../../sync/world.ts';
import { compareDue } from '../entitlement/agreements.ts';
import { askForForgotten } from '../writeback/after.ts';
import { solveStale } from './dirty.ts';
import { askForUnsettled } from './pay-back.ts';
import { endCloses } from './period.ts';
import { askForTakeIn } from './take-in.ts';

/** What travels on the receivables queue: look through the statement folders. */
export interface ImportMessage {
  readonly v: number;
  readonly workspace: string;
  readonly import: true;
}

/** Statement folders are looked at this often: listing them is cheap, and money that came in should not wait for an hour. */
const importEveryMinutes = 10;

/** Asks for the statement folders to be looked through now. */
export async function askForImport(world: World): Promise<void> {
  if ((world.config.receivables?.statements.length ?? 0) === 0) return;
  const message: ImportMessage = { v: messageSchema, workspace: world.config.workspace, import: true };
  await send(world, 'receivables', 'receivables', [message]);
}

/** Once a minute: documents from before, buckets that wait, payments on their way into the ERP, books that are being closed, and from time to time the statement folders. */
export async function tickReceivables(world: World): Promise<void> {
  const config = world.config.receivables;
  if (config === undefined) return;
  await askForTakeIn(world);
  await solveStale(world);
  await askForForgotten(world);
  await askForUnsettled(world, config);
  await endCloses(world);
  await compareDue(world, config);
  if (Math.floor(world.clock.now() / minuteMs) % importEveryMinutes === 0) await askForImport(world);
}
