import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeShop } from '../../connectors/rest/fake.ts';

/** The fake shop of the `rest` connector behind a real socket of this machine. */
export interface ShopServer {
  readonly shop: FakeShop;
  /** Documents of a workspace whose one connection reads its customers once a year, unless a webhook says that something changed. */
  readonly documents: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  close(): void;
}

/** Name of the workspace. */
export const shopWorkspace = 'shop';

/** Starts it on a free port of 127.0.0.1. */
export async function startShop(): Promise<ShopServer> {
  const shop = new FakeShop();
  const server = createServer((request, response) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    void shop.request({ method: 'GET', url: `https://shop.example${request.url}`, headers, timeoutMs: 1_000 }).then(({ status, headers: sent, body }) => {
      response.writeHead(status, sent).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/customers`;
  return {
    shop,
    documents: { 'syncline.yaml': workspaceText(url), 'mappings/shop/customers.yaml': mappingText },
    secrets: { SHOP_TOKEN: shop.token, SHOP_SIGNING: 'whsec_c3luY2xpbmUtc2hvcC1zaWduaW5n' },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function workspaceText(url: string): string {
  return `workspace: ${shopWorkspace}
zone: UTC
country: DE
connections:
  shop:
    connector: rest
    reach: inside
    config: { streams: { customers: { url: '${url}', item: '${url}/{id}', key: id, revision: version, events: ['customer.*'] } } }
    secrets: { token: SHOP_TOKEN, signing: SHOP_SIGNING }
    streams: { customers: { mapping: shop/customers, schedule: '0 0 1 1 *' } }
`;
}

const mappingText = 'name: shop/customers\ntype: organization\nconnector: rest\nstream: customers\nfields:\n  name: name\n';
