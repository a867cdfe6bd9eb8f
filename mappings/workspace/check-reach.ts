import { hostKind } from '../../core/model/host.ts';
import type { JsonObject } from '../../core/model/json.ts';
import type { AnyConnector } from '../../core/ports/connector.ts';
import { type Checking, refuse } from './context.ts';

/** Reports addresses in a connection's configuration that it may not reach. Names are checked once more when they are connected to, by what they resolve to. */
export function checkReach(checking: Checking, name: string, connector: AnyConnector, config: JsonObject): void {
  const inside = checking.document.connections[name]?.reach === 'inside';
  const path = ['connections', name, 'config'];
  for (const { host, port } of connector.egress(config)) {
    const kind = hostKind(host);
    if (kind === 'forbidden') {
      refuse(checking, path, 'REACH_FORBIDDEN', {
        en: `${host}:${port} is an address that no connection may reach (link-local, cloud metadata, multicast or unspecified).`,
        zh: `任何连接都不允许访问 ${host}:${port}（链路本地、云元数据、组播或未指定地址）。`,
      });
    } else if (kind === 'inside' && !inside) {
      refuse(checking, path, 'REACH_INSIDE', {
        en: `${host}:${port} lies inside your own network. If that is meant, add “reach: inside” to the connection “${name}”.`,
        zh: `${host}:${port} 位于内网。如确需访问，请在连接“${name}”中添加“reach: inside”。`,
      });
    }
  }
  const plain = Object.entries(config).find(([key, value]) => (key === 'tls' && value === 'none') || (typeof value === 'string' && /^http:\/\//i.test(value)));
  if (plain === undefined || inside) return;
  refuse(checking, [...path, plain[0]], 'REACH_PLAIN', {
    en: `“${plain[0]}” asks for a connection without encryption: use https or TLS. Only a system inside your own network may do without; then add “reach: inside” to the connection “${name}”.`,
    zh: `“${plain[0]}”指定了未加密的连接，请使用 https 或 TLS。仅内网系统可例外，此时请在连接“${name}”中添加“reach: inside”。`,
  });
}
