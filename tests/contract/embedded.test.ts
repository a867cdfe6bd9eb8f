import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpRequest } from '../../core/ports/world.ts';
import { blobsContract } from './blobs.contract.ts';
import { busContract } from './bus.contract.ts';
import { embeddedHarness } from './embedded-harness.ts';
import { feedContract } from './feed.contract.ts';
import { answer, type HttpHarness, httpContract } from './http.contract.ts';
import { pagesContract } from './pages.contract.ts';
import { queueContract } from './queue.contract.ts';
import { clockContract, idsContract, secretsContract } from './small-ports.contract.ts';
import { tableContract } from './table.contract.ts';
import { tableModelContract } from './table-model.contract.ts';

/** The embedded adapter beside a server on this machine. */
async function withServer(): Promise<HttpHarness> {
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const given = answer({ method: request.method as HttpRequest['method'], url: `http://server${request.url}`, headers, body: Buffer.concat(chunks) });
    response.writeHead(given.status, given.headers).end(given.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const harness = await embeddedHarness();
  return {
    ...harness,
    base: `http://127.0.0.1:${port}`,
    nowhere: 'http://127.0.0.1:1/',
    async close() {
      server.closeAllConnections();
      server.close();
      await harness.close();
    },
  };
}

tableContract('embedded', embeddedHarness);
pagesContract('embedded', embeddedHarness);
tableModelContract('embedded', embeddedHarness);
feedContract('embedded', embeddedHarness);
queueContract('embedded', embeddedHarness);
busContract('embedded', embeddedHarness);
blobsContract('embedded', embeddedHarness);
clockContract('embedded', embeddedHarness);
idsContract('embedded', embeddedHarness);
secretsContract('embedded', embeddedHarness);
httpContract('embedded', withServer);
