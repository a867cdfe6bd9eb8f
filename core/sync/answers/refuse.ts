import type { Sentence } from '../../model/error.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { canonicalTypes } from '../../model/types.ts';
import type { ConnectionConfig, RouteConfig, StreamConfig } from '../config.ts';
import type { Refusal } from '../service.ts';
import type { World } from '../world.ts';

/** A refusal as an outcome. */
export function refuse(kind: Refusal['kind'], code: string, message: Sentence, where?: Refusal['where']): Result<never, Refusal> {
  return err({ kind, code, message, ...(where === undefined ? {} : { where }) });
}

/** Nothing is there under this id or record name. */
export function noEntity(subject: string): Result<never, Refusal> {
  return refuse('missing', 'ENTITY_UNKNOWN', { en: `There is no entity or record ${subject}.`, zh: `没有实体或记录 ${subject}。` }, { record: subject });
}

/** The connection of that name. */
export function namedConnection(world: World, name: string): Result<ConnectionConfig, Refusal> {
  const found = world.config.connections.find((c) => c.name === name);
  if (found !== undefined) return ok(found);
  const known = world.config.connections.map((c) => c.name).join(', ');
  return refuse('missing', 'CONNECTION_UNKNOWN', { en: `There is no connection ${name}. Known: ${known}.`, zh: `没有连接 ${name}。可用的有：${known}。` }, { connection: name });
}

/** The stream of that name at a connection. */
export function namedStream(world: World, connection: string, name: string): Result<StreamConfig, Refusal> {
  const owner = namedConnection(world, connection);
  if (!owner.ok) return owner;
  const found = owner.value.streams.find((s) => s.name === name);
  if (found !== undefined) return ok(found);
  const known = owner.value.streams.map((s) => s.name).join(', ');
  return refuse(
    'missing',
    'STREAM_UNKNOWN',
    { en: `There is no stream ${name} of ${connection}. Known: ${known}.`, zh: `连接 ${connection} 没有数据流 ${name}。可用的有：${known}。` },
    { connection, stream: name },
  );
}

/** The route of that name. */
export function namedRoute(world: World, name: string): Result<RouteConfig, Refusal> {
  const found = world.config.routes.find((r) => r.name === name);
  if (found !== undefined) return ok(found);
  const known = world.config.routes.map((r) => r.name).join(', ');
  return refuse('missing', 'ROUTE_UNKNOWN', { en: `There is no route ${name}. Known: ${known || 'none'}.`, zh: `没有路由 ${name}。可用的有：${known || '无'}。` });
}

/** Checks that a canonical type exists. */
export function namedType(name: string): Result<string, Refusal> {
  if (canonicalTypes.has(name)) return ok(name);
  const known = [...canonicalTypes.keys()].join(', ');
  return refuse('missing', 'TYPE_UNKNOWN', { en: `There is no type ${name}. Known: ${known}.`, zh: `没有类型 ${name}。可用的有：${known}。` });
}
