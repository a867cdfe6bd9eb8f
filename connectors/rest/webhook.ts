import { isObject, type Json, type JsonObject, parseJson } from '../../core/model/json.ts';
import type { Hint, Hooks } from '../../core/ports/connector.ts';
import { valueAt } from '../kit/rowKey.ts';
import { type HmacScheme, headerOf, verifyHmac } from '../kit/webhook.ts';
import type { RestConfig, RestStreamConfig } from './schema.ts';

/** A sender signs with each of its keys while it changes them: two, not many. */
const signaturesMax = 10;

/** HMAC-SHA256 over `<id>.<seconds>.<raw body>`, base64, `v1,` before it; keys as `whsec_<base64>` are what that stands for. From https://www.standardwebhooks.com. */
const scheme: HmacScheme = {
  algorithm: 'sha256',
  encoding: 'base64',
  header: 'webhook-signature',
  prefix: 'v1,',
  timestamp: { header: 'webhook-timestamp', unitMs: 1_000 },
  signed: (raw, stamp, headers) => Buffer.concat([Buffer.from(`${headerOf(headers, 'webhook-id') ?? ''}.${stamp}.`), raw]),
  key: (secret) => (secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret)),
};

/** Webhooks signed after the Standard Webhooks convention. A delivery is known by its id, so one that is sent again does nothing. */
export const hooks: Hooks<RestConfig> = {
  secrets: ['signing', 'signingNext'],
  signature: scheme.header,
  verify(raw, headers, secrets, now) {
    if ((headerOf(headers, 'webhook-id') ?? '') === '') return 'bad';
    const given = (headerOf(headers, scheme.header) ?? '').split(' ').slice(0, signaturesMax);
    const verdicts = given.map((one) => verifyHmac(scheme, raw, { ...headers, [scheme.header]: one }, secrets, now));
    return verdicts.find((verdict) => verdict !== 'bad') ?? 'bad';
  },
  hints(raw, config, headers) {
    const event = parsed(raw);
    if (!isObject(event) || typeof event['type'] !== 'string') return 'unreadable';
    const type = event['type'];
    const delivery = headerOf(headers, 'webhook-id');
    const concerned = Object.entries(config.streams).filter(([, { events }]) => events.some((name) => tells(name, type)));
    return concerned.map(([name, stream]): Hint => ({ stream: name, ids: idsOf(event, stream), ...(delivery === undefined ? {} : { delivery }) }));
  },
};

function tells(name: string, type: string): boolean {
  return name.endsWith('*') ? type.startsWith(name.slice(0, -1)) : name === type;
}

/** The ids that an event names; `all` when it names none that could be one. */
function idsOf(event: JsonObject, { eventId, key }: RestStreamConfig): readonly string[] | 'all' {
  const value = valueAt(event, eventId);
  const ids = (Array.isArray(value) ? value : [value]).filter((id) => (typeof id === 'string' && id !== '') || typeof id === 'number');
  return key.length > 1 || ids.length === 0 ? 'all' : ids.map(String);
}

function parsed(raw: Uint8Array): Json | undefined {
  try {
    return parseJson(Buffer.from(raw).toString('utf8'));
  } catch {
    return undefined;
  }
}
