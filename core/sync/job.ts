import { SynclineError } from '../model/error.ts';
import { never } from '../model/result.ts';
import type { BatchResponse, QueueEvent } from '../ports/queue.ts';
import { advance } from './advance.ts';
import { auditStep } from './audit.ts';
import { sweepStep } from './due.ts';
import { type JobMessage, readMessages, send, soonTriesMax } from './messages.ts';
import { pull } from './pull.ts';
import { releaseStep } from './recover.ts';
import type { World, Worlds } from './world.ts';

/** A pull that a delivery asked for and that met another one looks again after this: most passes end within it. */
const busySeconds = 30;

/** Runs one step of each job; what is longer sends itself on. */
export async function job(worlds: Worlds, event: QueueEvent): Promise<BatchResponse> {
  const failed = new Set<string>();
  await Promise.all(
    readMessages<JobMessage>(event, failed).map(async ({ record, message }) => {
      const world = worlds(message.workspace);
      try {
        if (world === undefined) throw new SynclineError('WORKSPACE_UNKNOWN', { en: 'The workspace is not configured.', zh: '未配置该工作区。' });
        await world.freshen?.('soon');
        await step(world, message);
      } catch {
        failed.add(record.messageId);
      }
    }),
  );
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
}

async function step(world: World, message: JobMessage): Promise<void> {
  switch (message.job) {
    case 'pull': {
      const pulled = await pull(world, message.connection, message.stream, message.full === true ? { full: true } : {});
      const { full: _, ...next } = message;
      if (pulled === 'more') await send(world, 'jobs', message.connection, [next]);
      // The pass that runs may have read that page before it changed.
      if (pulled === 'busy' && message.tries !== undefined && message.tries < soonTriesMax) {
        await send(world, 'jobs', message.connection, [{ ...message, tries: message.tries + 1 }], busySeconds);
      }
      return;
    }
    case 'advance':
      return advance(world, message.tries);
    case 'sweep':
      return sweepStep(world, message);
    case 'release':
      return releaseStep(world, message);
    case 'audit':
      return auditStep(world, message);
    case 're-resolve':
      // Loaded when asked for: it brings the identity models with it.
      return (await import('./re-resolve/step.ts')).reResolveStep(world, message);
    case 'erase':
      // Seldom: loaded when asked for.
      return (await import('./erase/job.ts')).eraseStep(world, message);
    default:
      return never(message);
  }
}
