import type { IdentityConfig } from '../../core/sync/config.ts';
import { hint } from '../document/suggest.ts';
import { checkConnectionName } from './check-routes.ts';
import { type Checking, refuse } from './context.ts';

/** Checks the `identity:` block: the streams it names must be configured. */
export function checkIdentity(checking: Checking): IdentityConfig {
  const { resolver, sameStream } = checking.document.identity;
  for (const name of Object.keys(sameStream)) checkStream(checking, name);
  return { resolver, sameStream: Object.fromEntries(Object.entries(sameStream).map(([name, rule]) => [name.replace('.', '/'), rule])) };
}

function checkStream(checking: Checking, name: string): void {
  const path = ['identity', 'sameStream', name];
  const [connection, stream] = name.split('.') as [string, string];
  if (!checkConnectionName(checking, path, connection)) return;
  const streams = Object.keys(checking.document.connections[connection]?.streams ?? {});
  if (streams.includes(stream)) return;
  const near = hint(stream, streams);
  const en = `The connection “${connection}” has no stream “${stream}” configured.${near.en}`;
  refuse(checking, path, 'STREAM_UNKNOWN', { en, zh: `连接“${connection}”未配置数据流“${stream}”。${near.zh}` }, 'key');
}
