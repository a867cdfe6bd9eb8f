import { expect, test } from 'vitest';
import { explain } from './explain.ts';

test.each([
  ['auth', 'imap.login', { authenticationFailed: true }],
  ['auth', 'imap.login', { serverResponseCode: 'AUTHORIZATIONFAILED', responseStatus: 'NO' }],
  ['transient', 'imap.unavailable', { serverResponseCode: 'UNAVAILABLE', authenticationFailed: true }],
  ['transient', 'imap.ECONNREFUSED', { code: 'ECONNREFUSED' }],
  ['transient', 'imap.ENOTFOUND', { code: 'ENOTFOUND' }],
  ['transient', 'imap.EConnectionClosed', { code: 'EConnectionClosed' }],
  ['quota', 'imap.throttled', { code: 'ETHROTTLE', throttleReset: 5 }],
  ['quota', 'imap.limit', { serverResponseCode: 'LIMIT' }],
  ['missing', 'imap.folder', { mailboxMissing: true }],
  ['invalid', 'tls.DEPTH_ZERO_SELF_SIGNED_CERT', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
  ['invalid', 'tls.failed', { tlsFailed: true }],
  ['schema', 'imap.ParserError7', { code: 'ParserError7' }],
  ['schema', 'imap.LiteralTooLarge', { code: 'LiteralTooLarge' }],
  ['unknown', 'imap.BAD', { responseStatus: 'BAD' }],
])('%s %s is what %j means', (kind, code, shape) => {
  const told = explain(Object.assign(new Error('the server said: secret subject'), shape));
  expect([told.kind, told.code]).toEqual([kind, code]);
  expect(JSON.stringify(told)).not.toContain('secret');
});

test('a server that is away at login is not taken for a wrong password', () => {
  expect(explain(Object.assign(new Error(), { authenticationFailed: true, serverResponseCode: 'UNAVAILABLE' })).kind).toBe('transient');
});
