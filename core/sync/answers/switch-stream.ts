import { type JobMessage, messageSchema, send } from '../messages.ts';
import { changeStreamState, type StreamState } from '../stream-state.ts';
import type { World } from '../world.ts';

/** Pauses a stream at once: a pull under way loses its lease. True when it was not paused before. */
export async function pauseStream(world: World, connection: string, stream: string, by: string, reason: string): Promise<boolean> {
  const paused: StreamState['paused'] = { why: 'person', by, at: world.clock.now(), ...(reason === '' ? {} : { reason }) };
  return (await changeStreamState(world, connection, stream, (state) => (state.paused === undefined ? { ...state, paused, leaseUntil: 0 } : undefined))) !== undefined;
}

/** Lets a stream go on that a person paused; true when it was paused so. Its next pass starts at once. */
export async function resumeStream(world: World, connection: string, stream: string): Promise<boolean> {
  const changed = await changeStreamState(world, connection, stream, (state) => {
    if (state.paused?.why !== 'person') return undefined;
    const { paused: _, ...rest } = state;
    return rest;
  });
  if (changed !== undefined) await pullNow(world, connection, stream);
  return changed !== undefined;
}

/** Lets a stream go on with what a brake stopped; true when one had. */
export async function releaseStream(world: World, connection: string, stream: string): Promise<boolean> {
  const changed = await changeStreamState(world, connection, stream, released);
  if (changed === undefined) return false;
  await world.bus.publish([{ workspace: world.config.workspace, type: 'stream', kind: 'released', facts: [{ connection, stream }] }]);
  await pullNow(world, connection, stream);
  return true;
}

/** A pass from the beginning is begun anew, because half of one cannot tell what is missing; any other goes on where it stopped. */
function released(state: StreamState): StreamState | undefined {
  if (state.paused?.why !== 'brake') return undefined;
  const { paused: _, pass, ...rest } = state;
  if (pass !== undefined && !pass.full) return { ...rest, pass: { ...pass, released: true } };
  return { ...rest, releaseNext: true, wantFull: true };
}

/** Asks for a pass now. */
export async function pullNow(world: World, connection: string, stream: string, options: { readonly full?: boolean; readonly run?: string } = {}): Promise<void> {
  const job: JobMessage = {
    v: messageSchema,
    workspace: world.config.workspace,
    job: 'pull',
    connection,
    stream,
    ...(options.run === undefined ? {} : { run: options.run }),
    ...(options.full === true ? { full: true as const } : {}),
  };
  await send(world, 'jobs', connection, [job]);
}
