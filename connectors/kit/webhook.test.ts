import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../core/model/secret.ts';
import { type HmacScheme, sameText, verifyHmac, verifyShared } from './webhook.ts';

const now = 1_700_000_000_000;
const body = Buffer.from('{"amount": 12345678901234567890, "name": "Zo\\u00eb" }\r\n');

describe('webhooks are verified on the bytes as they came', () => {
  test.each([
    ['hex with a prefix', { encoding: 'hex', prefix: 'sha256=' }],
    ['base64', { encoding: 'base64' }],
  ] as const)('%s', (_, form) => {
    const scheme: HmacScheme = { algorithm: 'sha256', header: 'x-signature', ...form };
    const signature = `${scheme.prefix ?? ''}${createHmac('sha256', 'new').update(body).digest(scheme.encoding)}`;
    const secrets = [new Secret('old'), new Secret('new')];
    expect(verifyHmac(scheme, body, { 'X-Signature': signature }, secrets, now)).toBe('ok');
    expect(verifyHmac(scheme, Buffer.from(JSON.stringify(JSON.parse(body.toString()))), { 'x-signature': signature }, secrets, now)).toBe('bad');
    expect(verifyHmac(scheme, body, { 'x-signature': signature.slice(1) }, secrets, now)).toBe('bad');
    expect(verifyHmac(scheme, body, { 'x-signature': signature }, [new Secret('')], now)).toBe('bad');
    expect(verifyHmac(scheme, body, {}, secrets, now)).toBe('bad');
  });

  test.each([
    [0, 'ok'],
    [-300, 'ok'],
    [300, 'ok'],
    [-301, 'stale'],
    [301, 'stale'],
  ])('signed %i s from now is %s', (seconds, verdict) => {
    const scheme: HmacScheme = {
      algorithm: 'sha256',
      encoding: 'hex',
      header: 'sig',
      timestamp: { header: 'ts', unitMs: 1_000 },
      signed: (raw, stamp) => Buffer.concat([Buffer.from(`v0:${stamp}:`), raw]),
    };
    const stamp = String(now / 1_000 + seconds);
    const sig = createHmac('sha256', 'k').update(`v0:${stamp}:`).update(body).digest('hex');
    expect(verifyHmac(scheme, body, { sig, ts: stamp }, [new Secret('k')], now)).toBe(verdict);
    expect(verifyHmac(scheme, body, { sig, ts: '1e99' }, [new Secret('k')], now)).toBe('bad');
    expect(verifyHmac(scheme, body, { sig }, [new Secret('k')], now)).toBe('bad');
  });

  test('an echoed token counts only if it is one of ours', () => {
    const secrets = [new Secret('one'), new Secret('')];
    expect([verifyShared('one', secrets), verifyShared('two', secrets), verifyShared('', secrets), verifyShared(undefined, secrets)]).toEqual(['ok', 'bad', 'bad', 'bad']);
    expect([sameText('é', 'é'), sameText('a', 'ab')]).toEqual([true, false]);
  });
});
