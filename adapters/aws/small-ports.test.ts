import { GetSecretValueCommand, ResourceNotFoundException, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { objectKey, pathOfKey } from './blob-keys.ts';
import { packIndexes } from './packs.ts';
import { awsSecrets } from './secrets.ts';

test('any path survives as an object key, keeps its prefixes, and holds nothing that URLs or XML would change', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.string({ unit: 'grapheme', maxLength: 30 }), (prefix, rest) => {
      const key = objectKey('main', prefix + rest);
      return key.startsWith(objectKey('main', prefix)) && pathOfKey('main', key) === prefix + rest && /^main\/[A-Za-z0-9%/_-]*$/.test(key);
    }),
  );
  expect(objectKey('main', 'crm/../x')).toBe('main/crm/%2E%2E/x');
  expect(() => objectKey('main', '大'.repeat(120))).toThrow(RangeError);
});

test('packs hold every index once, in order, within both limits', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30)), (sizes) => {
      const packs = packIndexes(sizes, 4, 50);
      expect(packs.flat()).toEqual(sizes.map((_, i) => i));
      for (const pack of packs) expect(pack.length <= 4 && pack.reduce((sum, i) => sum + (sizes[i] as number), 0) <= 50).toBe(true);
    }),
  );
});

test('a secret is asked for once in five minutes, one that is not there each time', async () => {
  const client = mockClient(SecretsManagerClient);
  let now = 0;
  const secrets = awsSecrets(new SecretsManagerClient({ region: 'eu-central-1' }), 'prod', { now: () => now });
  client.on(GetSecretValueCommand, { SecretId: 'prod/crm' }).resolvesOnce({ SecretString: 'old' }).resolves({ SecretString: 'new' });
  client.on(GetSecretValueCommand, { SecretId: 'prod/nobody' }).rejects(new ResourceNotFoundException({ $metadata: {}, message: 'no' }));
  const revealed = async () => (await secrets.get('crm'))?.reveal();
  expect([await revealed(), await revealed()]).toEqual(['old', 'old']);
  now = 5 * 60_000;
  expect(await revealed()).toBe('new');
  expect(await secrets.get('nobody')).toBeUndefined();
});
