import type { Subject, Switched } from '../../core/sync/service.ts';
import type { StatusView } from '../../core/sync/views/status.ts';
import { CommandFailure, type ExitCode, exitCodes } from '../exit.ts';
import { told } from '../io.ts';
import { stateText } from '../output/state.ts';
import { type Session, show } from '../session.ts';

/** `syncline pause <route | connection | connection.stream>`. */
export async function pause(session: Session, name: string, options: { readonly reason?: string }): Promise<ExitCode> {
  const subject = await subjectOf(session, name);
  return switched(session, await session.client.post<Switched>('/pause', { subject, reason: options.reason ?? '' }), { en: 'Paused', zh: '已暂停' });
}

/** `syncline resume <route | connection | connection.stream>`. */
export async function resume(session: Session, name: string): Promise<ExitCode> {
  return switched(session, await session.client.post<Switched>('/resume', { subject: await subjectOf(session, name) }), { en: 'Resumed', zh: '已恢复' });
}

/** `syncline release <route>`. */
export async function release(session: Session, route: string): Promise<ExitCode> {
  return switched(session, await session.client.post<Switched>('/release', { route }), { en: 'Released', zh: '已放行' });
}

/** What a name means: `connection.stream`, `route:x`, `connection:x`, or the one route or connection of that name. */
async function subjectOf(session: Session, name: string): Promise<Subject> {
  const stream = /^([^.:]+)\.([^.:]+)$/.exec(name);
  if (stream) return { kind: 'stream', connection: stream[1] as string, stream: stream[2] as string };
  if (name.startsWith('route:')) return { kind: 'route', route: name.slice(6) };
  if (name.startsWith('connection:')) return { kind: 'connection', connection: name.slice(11) };
  const view = await session.client.get<StatusView>('/status');
  const isRoute = view.routes.some((route) => route.name === name);
  const isConnection = view.connections.some((connection) => connection.name === name);
  if (isRoute && !isConnection) return { kind: 'route', route: name };
  if (isConnection && !isRoute) return { kind: 'connection', connection: name };
  if (isRoute) {
    throw new CommandFailure(exitCodes.usage, {
      en: `“${name}” is a route and a connection. Write route:${name} or connection:${name}.`,
      zh: `“${name}”既是路由又是连接。请写 route:${name} 或 connection:${name}。`,
    });
  }
  const known = [...view.routes.map((route) => route.name), ...view.connections.map((connection) => connection.name)].join(', ');
  throw new CommandFailure(exitCodes.usage, { en: `There is no route or connection “${name}”. Known: ${known}.`, zh: `没有路由或连接“${name}”。可用的有：${known}。` });
}

function switched(session: Session, answer: Switched, word: { readonly en: string; readonly zh: string }): ExitCode {
  const { io } = session;
  show(session, answer, (a) => {
    if (a.changed.length === 0) return [told(io, { en: 'Nothing to do: it already was so.', zh: '无需操作：已处于该状态。' })];
    const routes = a.routes.map((route) => `  ${route.name} → ${route.to.replace('/', '.')}: ${stateText(route.state, io)}${route.reason ? ` (${told(io, route.reason)})` : ''}`);
    return [`${told(io, word)}: ${a.changed.join(', ')}`, ...routes];
  });
  return exitCodes.ok;
}
