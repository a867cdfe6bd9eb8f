import { canonicalTypes } from '../../core/model/types.ts';
import type { AnyConnector, AnyStream } from '../../core/ports/connector.ts';
import { hint } from '../document/suggest.ts';
import type { CheckedConnection } from './check-connections.ts';
import { type Checking, refuse } from './context.ts';
import type { WorkspaceDocument } from './schema.ts';

type Route = WorkspaceDocument['routes'][string];

/** Checks every route: its type, its sources, its target stream and what that stream can do. */
export function checkRoutes(checking: Checking, connections: ReadonlyMap<string, CheckedConnection>): void {
  const targets = new Map<string, string>();
  for (const [name, route] of Object.entries(checking.document.routes)) {
    const path = ['routes', name];
    checkType(checking, [...path, 'type'], route.type);
    for (const [i, from] of route.from.entries()) checkConnectionName(checking, [...path, 'from', i], from);
    checkTarget(checking, name, route, connections);
    const earlier = targets.get(route.to);
    if (earlier !== undefined) {
      refuse(checking, [...path, 'to'], 'ROUTE_TWICE', {
        en: `The routes “${earlier}” and “${name}” write to the same stream ${route.to}. Keep one of them.`,
        zh: `路由“${earlier}”和“${name}”写入同一数据流 ${route.to}，请只保留一个。`,
      });
    }
    targets.set(route.to, name);
  }
}

/** Reports a canonical type that does not exist. */
export function checkType(checking: Checking, path: readonly string[], type: string, part: 'key' | 'value' = 'value'): boolean {
  if (canonicalTypes.has(type)) return true;
  const near = hint(type, [...canonicalTypes.keys()]);
  refuse(checking, path, 'TYPE_UNKNOWN', { en: `There is no type “${type}”.${near.en}`, zh: `没有类型“${type}”。${near.zh}` }, part);
  return false;
}

/** Reports a connection that is written nowhere in the document. */
export function checkConnectionName(checking: Checking, path: readonly (string | number)[], name: string): boolean {
  if (checking.written.connections.includes(name)) return true;
  const near = hint(name, checking.written.connections);
  refuse(checking, path, 'CONNECTION_UNKNOWN', { en: `There is no connection “${name}”.${near.en}`, zh: `没有连接“${name}”。${near.zh}` });
  return false;
}

function checkTarget(checking: Checking, name: string, route: Route, connections: ReadonlyMap<string, CheckedConnection>): void {
  const path = ['routes', name, 'to'];
  const [connection, stream] = route.to.split('.') as [string, string];
  if (!checkConnectionName(checking, path, connection)) return;
  const written = checking.document.connections[connection];
  if (written === undefined) return;
  const configured = written.streams[stream];
  if (configured === undefined) {
    const near = hint(stream, Object.keys(written.streams));
    refuse(checking, path, 'STREAM_UNKNOWN', {
      en: `The connection “${connection}” has no stream “${stream}” configured.${near.en}`,
      zh: `连接“${connection}”未配置数据流“${stream}”。${near.zh}`,
    });
    return;
  }
  const mapping = checking.mappings.get(configured.mapping);
  if (mapping !== undefined && mapping.type !== '' && mapping.type !== route.type && canonicalTypes.has(route.type)) {
    refuse(checking, ['routes', name, 'type'], 'ROUTE_TYPE', {
      en: `The route carries “${route.type}”, but ${route.to} holds “${mapping.type}” (mapping ${mapping.name}).`,
      zh: `路由类型为“${route.type}”，但 ${route.to} 存放“${mapping.type}”（映射 ${mapping.name}）。`,
    });
  }
  const found = streamOf(connections.get(connection), stream);
  if (found !== undefined) checkAbilities(checking, name, route, found);
}

/** The connector's stream; undefined when the connection could not be checked, or has none of that name. */
export function streamOf(checked: CheckedConnection | undefined, stream: string): AnyStream | undefined {
  if (checked?.connector === undefined || checked.config === undefined) return undefined;
  return (checked.connector as AnyConnector).streams(checked.config).find((s) => s.name === stream);
}

function checkAbilities(checking: Checking, name: string, route: Route, stream: AnyStream): void {
  const actions = stream.write?.actions ?? [];
  if (stream.write === undefined) {
    refuse(checking, ['routes', name, 'to'], 'TARGET_READONLY', {
      en: `${route.to} can only be read: its connector has no way to write it.`,
      zh: `${route.to} 只能读取：其连接器不支持写入。`,
    });
    return;
  }
  if (route.create && !actions.includes('create')) {
    refuse(
      checking,
      ['routes', name],
      'TARGET_NO_CREATE',
      {
        en: `${route.to} cannot create records. Add create: false, and only linked records are updated.`,
        zh: `${route.to} 不能新建记录。请添加 create: false，仅更新已关联的记录。`,
      },
      'key',
    );
  }
  if (route.onSourceDelete !== 'keep' && !actions.includes(route.onSourceDelete)) {
    refuse(checking, ['routes', name, 'onSourceDelete'], 'TARGET_NO_DELETE', {
      en: `${route.to} cannot ${route.onSourceDelete} records; it can: ${actions.join(', ')}. Use onSourceDelete: keep.`,
      zh: `${route.to} 不支持 ${route.onSourceDelete}；支持：${actions.join('、')}。请使用 onSourceDelete: keep。`,
    });
  }
}
