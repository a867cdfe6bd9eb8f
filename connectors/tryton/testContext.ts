import { Secret } from '../../core/model/secret.ts';
import type { Http } from '../../core/ports/world.ts';
import { createContext } from '../kit/context.ts';
import type { FakeTryton } from './fake.ts';
import { connector } from './index.ts';
import type { Context } from './rpc.ts';

/** A context on a fake, for tests of this folder: `http` may stand between, `config` adds to the block. */
export function testContext(fake: FakeTryton, more: { readonly http?: Http; readonly config?: object; readonly memo?: Map<string, unknown> } = {}): Context {
  return createContext({
    connector,
    connection: 'erp',
    config: connector.config.parse({ ...fake.config, ...more.config }),
    secrets: { password: new Secret(fake.secrets['password'] ?? '') },
    http: more.http ?? fake.server,
    memo: more.memo,
    clock: { now: () => 0 },
    sleep: async () => undefined,
  });
}
