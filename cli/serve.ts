import { type ServerType, serve } from '@hono/node-server';
import type { Api } from '../functions/api/router.ts';
import { CommandFailure, exitCodes } from './exit.ts';

/** Only this machine: whoever wants more puts a proxy with TLS in front. */
const host = '127.0.0.1';

/** An API that answers. */
export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the API on a port of 127.0.0.1 (0: any free one). */
export function serveApi(api: Api, port: number): Promise<Served> {
  return new Promise((resolve, reject) => {
    // nothing of the request reaches the bindings: `local` cannot be set from outside
    const server: ServerType = serve({ fetch: (request) => api.fetch(request, {}), hostname: host, port }, (info) => {
      resolve({ url: `http://${host}:${info.port}`, close: () => closed(server) });
    });
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EADDRINUSE') return reject(cause);
      reject(
        new CommandFailure(exitCodes.findings, {
          en: `Port ${port} is in use. Choose another: --port ${port + 1}, or --port 0 for any.`,
          zh: `端口 ${port} 已被占用。请换一个：--port ${port + 1}，或用 --port 0 自动选择。`,
        }),
      );
    });
  });
}

function closed(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
