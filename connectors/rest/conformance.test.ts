import type { Harness } from '../kit/conformance/harness.ts';
import { conformance } from '../kit/conformance/suite.ts';
import { FakeShop, fakeHooks, fakePage } from './fake.ts';
import { connector } from './index.ts';

const harness: Harness = {
  streams: ['customers', 'orders'],
  pageSize: fakePage,
  hooks: fakeHooks,
  async fake() {
    const shop = new FakeShop();
    return {
      config: shop.config,
      secrets: { token: shop.token },
      http: shop,
      stream: (name) => shop.stream(name),
      calls: () => shop.calls,
      effects: () => 0,
      inject: (fault, times) => shop.inject(fault, times),
    };
  },
};

await conformance(connector, harness);
