import type { Json, JsonObject } from '../../core/model/json.ts';
import type { AnyConnector } from '../../core/ports/connector.ts';
import { problemsOf } from '../document/issues.ts';
import { hint } from '../document/suggest.ts';
import { checkReach } from './check-reach.ts';
import { type Checking, refuse, warn } from './context.ts';
import { scheduleFault } from './schedule.ts';
import type { WorkspaceDocument } from './schema.ts';
import { isZone } from './zone.ts';

type Connection = WorkspaceDocument['connections'][string];

/** What the check of one connection gives to the checks after it: its configuration as the connector sees it, absent when that has problems. */
export interface CheckedConnection {
  readonly connector?: AnyConnector;
  readonly config?: JsonObject;
}

/** Checks every connection: connector, its own configuration, secrets, zone, streams, mappings, schedules. */
export function checkConnections(checking: Checking): ReadonlyMap<string, CheckedConnection> {
  const checked = new Map<string, CheckedConnection>();
  for (const [name, connection] of Object.entries(checking.document.connections)) {
    const connector = connectorFor(checking, name, connection);
    const config = connector && configFor(checking, name, connection, connector);
    if (connector && config) checkReach(checking, name, connector, config);
    if (connector) checkSecrets(checking, name, connection, connector);
    if (connection.zone !== undefined) checkZone(checking, ['connections', name, 'zone'], connection.zone);
    for (const stream of Object.keys(connection.streams)) checkStream(checking, name, connection, stream, { connector, config });
    checked.set(name, { connector, config });
  }
  return checked;
}

/** Reports a zone that does not exist. */
export function checkZone(checking: Checking, path: readonly string[], zone: string): void {
  if (isZone(zone)) return;
  const near = hint(zone, Intl.supportedValuesOf('timeZone'));
  refuse(checking, path, 'ZONE_UNKNOWN', {
    en: `There is no time zone “${zone}”.${near.en} Use an IANA name such as Asia/Shanghai.`,
    zh: `没有时区“${zone}”。${near.zh}请使用 IANA 名称，如 Asia/Shanghai。`,
  });
}

function connectorFor(checking: Checking, name: string, connection: Connection): AnyConnector | undefined {
  const connector = checking.connectors.get(connection.connector);
  if (connector === undefined) {
    const near = hint(connection.connector, checking.connectorIds);
    refuse(checking, ['connections', name, 'connector'], 'CONNECTOR_UNKNOWN', {
      en: `There is no connector “${connection.connector}”.${near.en}`,
      zh: `没有连接器“${connection.connector}”。${near.zh}`,
    });
  }
  return connector;
}

function configFor(checking: Checking, name: string, connection: Connection, connector: AnyConnector): JsonObject | undefined {
  const parsed = connector.config.safeParse(connection.config);
  if (parsed.success) return parsed.data as JsonObject;
  const prefix = ['connections', name, 'config'];
  const shape = (connector.config as { shape?: Record<string, unknown> }).shape;
  const keysAt = (path: readonly (string | number)[]) => (path.length === prefix.length && shape ? Object.keys(shape) : []);
  checking.problems.push(...problemsOf(parsed.error.issues, checking.placed, { family: 'WORKSPACE', prefix, keysAt }));
  return undefined;
}

function checkSecrets(checking: Checking, name: string, connection: Connection, connector: AnyConnector): void {
  const path = ['connections', name, 'secrets'];
  const known = connector.secrets.map((secret) => secret.name);
  for (const [key, reference] of Object.entries(connection.secrets)) {
    if (!known.includes(key)) {
      const near = hint(key, known);
      refuse(
        checking,
        [...path, key],
        'SECRET_UNKNOWN',
        {
          en: `The connector “${connector.id}” has no secret “${key}”.${near.en}`,
          zh: `连接器“${connector.id}”没有密钥“${key}”。${near.zh}`,
        },
        'key',
      );
    } else if (checking.hasSecret?.(reference) === false) {
      warn(checking, [...path, key], 'SECRET_ABSENT', {
        en: `The secret ${reference} is not set. Set it before “up” or “sync”: syncline secret set ${reference}, or the environment variable of that name.`,
        zh: `密钥 ${reference} 未设置。请在执行 up 或 sync 前设置：syncline secret set ${reference}，或同名环境变量。`,
      });
    }
  }
  for (const secret of connector.secrets) {
    if (!secret.required || Object.hasOwn(connection.secrets, secret.name)) continue;
    refuse(
      checking,
      ['connections', name],
      'SECRET_MISSING',
      {
        en: `The connector “${connector.id}” needs the secret “${secret.name}” (${secret.about}). Add secrets: { ${secret.name}: MY_NAME }.`,
        zh: `连接器“${connector.id}”需要密钥“${secret.name}”（${secret.about}）。请添加 secrets: { ${secret.name}: MY_NAME }。`,
      },
      'key',
    );
  }
}

function checkStream(checking: Checking, name: string, connection: Connection, stream: string, checked: CheckedConnection): void {
  const path = ['connections', name, 'streams', stream];
  const written = connection.streams[stream] as Connection['streams'][string];
  const streams = checked.config === undefined ? undefined : streamsOf(checked.connector as AnyConnector, checked.config);
  if (streams !== undefined && !streams.includes(stream)) {
    const near = hint(stream, streams);
    refuse(checking, path, 'STREAM_UNKNOWN', { en: `The connection “${name}” has no stream “${stream}”.${near.en}`, zh: `连接“${name}”没有数据流“${stream}”。${near.zh}` }, 'key');
  }
  checkMapping(checking, [...path, 'mapping'], written.mapping, connection.connector, stream);
  const zone = connection.zone ?? checking.document.zone;
  const fault = isZone(zone) ? scheduleFault(written.schedule, zone) : scheduleFault(written.schedule, 'UTC');
  if (fault !== undefined) refuse(checking, [...path, 'schedule'], 'SCHEDULE_INVALID', scheduleSentence(written.schedule, fault));
}

function streamsOf(connector: AnyConnector, config: JsonObject): readonly string[] {
  return connector.streams(config as Json as JsonObject).map((stream) => stream.name);
}

function checkMapping(checking: Checking, path: readonly string[], mapping: string, connector: string, stream: string): void {
  const found = checking.mappings.get(mapping);
  if (found === undefined) {
    const near = hint(mapping, [...checking.mappings.keys()]);
    refuse(checking, path, 'MAPPING_UNKNOWN', { en: `There is no mapping document “${mapping}”.${near.en}`, zh: `没有映射文档“${mapping}”。${near.zh}` });
    return;
  }
  if (found.connector !== undefined && found.connector !== connector) {
    refuse(checking, path, 'MAPPING_FOREIGN', {
      en: `The mapping “${mapping}” is written for the connector “${found.connector}”, not for “${connector}” (stream ${stream}).`,
      zh: `映射“${mapping}”是为连接器“${found.connector}”编写的，而不是“${connector}”（数据流 ${stream}）。`,
    });
  } else if (found.stream !== undefined && found.stream !== stream) {
    warn(checking, path, 'MAPPING_STREAM', {
      en: `The mapping “${mapping}” is written for the stream “${found.stream}”; here it reads “${stream}”.`,
      zh: `映射“${mapping}”是为数据流“${found.stream}”编写的；此处用于“${stream}”。`,
    });
  }
}

function scheduleSentence(cron: string, fault: 'fields' | 'syntax' | 'never') {
  const why = {
    fields: { en: 'it needs five fields: minute hour day month weekday', zh: '需要五个字段：分 时 日 月 周' },
    syntax: { en: 'a field is out of range or not understood', zh: '某个字段超出范围或无法识别' },
    never: { en: 'it never comes', zh: '永远不会到来' },
  }[fault];
  return { en: `“${cron}” is no schedule: ${why.en}. Example: */15 8-18 * * 1-5`, zh: `“${cron}”不是有效的计划：${why.zh}。例如：*/15 8-18 * * 1-5` };
}
