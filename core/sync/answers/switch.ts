import { ok, type Result } from '../../model/result.ts';
import type { RouteConfig } from '../config.ts';
import { readRoute } from '../route-state.ts';
import type { Actor, Refusal, Subject, Switched } from '../service.ts';
import { readStreamState } from '../stream-state.ts';
import type { World } from '../world.ts';
import { writeLog } from './log.ts';
import { namedConnection, namedRoute, namedStream, refuse } from './refuse.ts';
import { routeViews } from './route-views.ts';
import { pauseRoute, releaseRoute, resumeRoute } from './switch-route.ts';
import { pauseStream, releaseStream, resumeStream } from './switch-stream.ts';

/** Pauses a route, a stream, or a connection: all its streams and every route to it. Pausing what is paused changes nothing. */
export async function pause(world: World, subject: Subject, reason: string, by: Actor): Promise<Result<Switched, Refusal>> {
  const parts = partsOfSubject(world, subject);
  if (!parts.ok) return parts;
  const changed: string[] = [];
  for (const s of parts.value.streams) if (await pauseStream(world, s.connection, s.stream, by.name, reason)) changed.push(`stream:${s.connection}.${s.stream}`);
  for (const r of parts.value.routes) if (await pauseRoute(world, r.name, by.name, reason)) changed.push(`route:${r.name}`);
  return ok(await switched(world, 'pause', subject, parts.value.routes, changed, by, reason));
}

/** Lets go on what a person paused. What a brake stopped is refused when asked for by name, and left as it is when its connection is resumed. */
export async function resume(world: World, subject: Subject, by: Actor): Promise<Result<Switched, Refusal>> {
  const parts = partsOfSubject(world, subject);
  if (!parts.ok) return parts;
  const changed: string[] = [];
  for (const s of parts.value.streams) {
    if (await resumeStream(world, s.connection, s.stream)) changed.push(`stream:${s.connection}.${s.stream}`);
    else if (subject.kind === 'stream') {
      const braked = await resumeBraked(world, subject);
      if (!braked.ok) return braked;
      if (braked.value) changed.push(`stream:${s.connection}.${s.stream}`);
    }
  }
  for (const r of parts.value.routes) {
    const resumed = await resumeRoute(world, r.name, by.name);
    if (!resumed.ok && subject.kind === 'route') return resumed;
    if (resumed.ok && resumed.value) changed.push(`route:${r.name}`);
  }
  return ok(await switched(world, 'resume', subject, parts.value.routes, changed, by));
}

/** A stream that a brake stopped goes on with the routes of its type; where there is none, it is released by its own name. */
async function resumeBraked(world: World, { connection, stream }: { connection: string; stream: string }): Promise<Result<boolean, Refusal>> {
  const { state } = await readStreamState(world, connection, stream);
  if (state.paused === undefined) return ok(false);
  const type = world.mapping(connection, stream)?.type;
  const routes = world.config.routes.filter((r) => r.type === type).map((r) => r.name);
  if (routes.length === 0) return ok(await releaseStream(world, connection, stream));
  return refuse('refused', 'STREAM_BRAKED', {
    en: `A brake stopped ${connection}.${stream}. Look at what it would do, then: release ${routes[0]}`,
    zh: `${connection}.${stream} 已自动制动。请先查看将要执行的内容，再执行：release ${routes[0]}`,
  });
}

/** Lets a linked route go live, or a braked one go on, together with the streams that the brake stopped. */
export async function release(world: World, name: string, by: Actor): Promise<Result<Switched, Refusal>> {
  const route = namedRoute(world, name);
  if (!route.ok) return route;
  const changed: string[] = [];
  const together = await pausedTogether(world, route.value);
  const released = await releaseRoute(world, route.value, by.name);
  if (!released.ok) return released;
  if (released.value) changed.push(`route:${name}`);
  for (const other of together) {
    const more = await releaseRoute(world, other, by.name);
    if (more.ok && more.value) changed.push(`route:${other.name}`);
  }
  for (const connection of world.config.connections) {
    for (const stream of connection.streams) {
      if (world.mapping(connection.name, stream.name)?.type !== route.value.type) continue;
      if (await releaseStream(world, connection.name, stream.name)) changed.push(`stream:${connection.name}.${stream.name}`);
    }
  }
  return ok(await switched(world, 'release', { kind: 'route', route: name }, [route.value, ...together], changed, by));
}

/** Other routes that the same stream's brake paused: whoever looked at it has looked at it for all of them. */
async function pausedTogether(world: World, route: RouteConfig): Promise<RouteConfig[]> {
  const { stream } = (await readRoute(world, route.name)).state;
  if (stream === undefined) return [];
  const states = await Promise.all(world.config.routes.map(async (other) => ({ other, state: (await readRoute(world, other.name)).state })));
  return states
    .filter(({ other, state }) => other.name !== route.name && state.state === 'paused' && state.stream?.connection === stream.connection && state.stream.stream === stream.stream)
    .map(({ other }) => other);
}

interface Parts {
  readonly streams: readonly { readonly connection: string; readonly stream: string }[];
  readonly routes: readonly RouteConfig[];
}

function partsOfSubject(world: World, subject: Subject): Result<Parts, Refusal> {
  switch (subject.kind) {
    case 'route': {
      const route = namedRoute(world, subject.route);
      return route.ok ? ok({ streams: [], routes: [route.value] }) : route;
    }
    case 'stream': {
      const stream = namedStream(world, subject.connection, subject.stream);
      return stream.ok ? ok({ streams: [{ connection: subject.connection, stream: subject.stream }], routes: [] }) : stream;
    }
    case 'connection': {
      const connection = namedConnection(world, subject.connection);
      if (!connection.ok) return connection;
      const streams = connection.value.streams.filter((s) => s.enabled).map((s) => ({ connection: subject.connection, stream: s.name }));
      return ok({ streams, routes: world.config.routes.filter((r) => r.to.connection === subject.connection) });
    }
  }
}

async function switched(world: World, what: string, subject: Subject, routes: readonly RouteConfig[], parts: readonly string[], by: Actor, reason = ''): Promise<Switched> {
  const changed = subject.kind === 'connection' && parts.length > 0 ? [`connection:${subject.connection}`, ...parts] : parts;
  if (changed.length > 0) await writeLog(world, by, what, { changed, ...(reason === '' ? {} : { reason }) });
  return { changed, routes: await routeViews(world, routes) };
}
