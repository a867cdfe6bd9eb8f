import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../core/model/secret.ts';
import { restConfig } from './schema.ts';
import { hooks } from './webhook.ts';

/** The example of the convention's own documentation, checked below by the formula it gives. */
const [id, at, secret] = ['msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'];
const body = Buffer.from('{"test": 2432232314}');
const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const headers = { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': signature };
const verify = (more: Record<string, string> = {}, secrets = [secret], now = at * 1_000) =>
  hooks.verify(
    body,
    { ...headers, ...more },
    secrets.map((text) => new Secret(text)),
    now,
  );

describe('a webhook signed after the convention', () => {
  it('is genuine with the key that `whsec_` stands for, and with a key that is plain text', () => {
    expect(verify()).toBe('ok');
    const plain = createHmac('sha256', 'plain').update(`${id}.${at}.`).update(body).digest('base64');
    expect(verify({ 'webhook-signature': `v1,${plain}` }, ['plain'])).toBe('ok');
  });

  it('may carry the signatures of two keys, and others that we do not know', () => {
    expect(verify({ 'webhook-signature': `v1a,xyz v1,AAAA ${signature}` })).toBe('ok');
    expect(verify({}, ['whsec_AAAA', secret])).toBe('ok');
  });

  it.each<[string, Record<string, string>, string]>([
    ['of another id', { 'webhook-id': 'msg_2' }, 'bad'],
    ['without an id', { 'webhook-id': '' }, 'bad'],
    ['of another time', { 'webhook-timestamp': String(at + 1) }, 'bad'],
    ['of another version', { 'webhook-signature': signature.replace('v1,', 'v2,') }, 'bad'],
    ['behind ten others', { 'webhook-signature': `${'v1,AAAA '.repeat(10)}${signature}` }, 'bad'],
  ])('%s is not', (_, more, verdict) => expect(verify(more)).toBe(verdict));

  it('is stale after five minutes, and nothing is signed by an empty key', () => {
    expect([verify({}, [secret], (at + 301) * 1_000), verify({}, ['whsec_']), verify({}, [''])]).toEqual(['stale', 'bad', 'bad']);
  });
});

describe('what a webhook tells of', () => {
  const config = restConfig.parse({
    streams: {
      customers: { url: 'https://a.example/c', key: 'id', events: ['customer.*'] },
      orders: { url: 'https://a.example/o', key: ['shop', 'n'], events: ['order.paid', 'customer.merged'] },
      silent: { url: 'https://a.example/s', key: 'id' },
    },
  });
  const told = (event: object) => hooks.hints(Buffer.from(JSON.stringify(event)), config, { 'webhook-id': 'msg_1' });

  it.each<[string, object, object]>([
    ['a record', { type: 'customer.updated', data: { id: 7 } }, [{ stream: 'customers', ids: ['7'], delivery: 'msg_1' }]],
    ['several records', { type: 'customer.updated', data: { id: ['a', 'b'] } }, [{ stream: 'customers', ids: ['a', 'b'], delivery: 'msg_1' }]],
    ['a stream, where it names none', { type: 'customer.imported' }, [{ stream: 'customers', ids: 'all', delivery: 'msg_1' }]],
    ['a stream, where one id is no key', { type: 'order.paid', data: { id: '9' } }, [{ stream: 'orders', ids: 'all', delivery: 'msg_1' }]],
    ['nothing of ours', { type: 'order.paidlater' }, []],
  ])('%s', (_, event, hints) => expect(told(event)).toEqual(hints));

  it('two streams that hear the same event', () => {
    const hints = told({ type: 'customer.merged', data: { id: 'a' } });
    expect(hints === 'unreadable' ? hints : hints.map((h) => h.stream)).toEqual(['customers', 'orders']);
  });
});
