import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy on this machine that counts what passes: the requests as the server sees them, whoever makes them. */
export interface CountingProxy {
  readonly url: string;
  /** JSON-RPC calls that passed, by method, e.g. `model.party.party.write` → 2. */
  calls(): Readonly<Record<string, number>>;
  /** Calls whose method changes something: create, write, delete. */
  writes(): number;
  reset(): void;
  close(): Promise<void>;
}

const writing = /\.(create|write|delete)$/;

/** Puts a counting proxy before an HTTP server; `target` is its URL. */
export async function countingProxy(target: string): Promise<CountingProxy> {
  const seen = new Map<string, number>();
  const server = createServer((incoming, outgoing) => {
    void bodyOf(incoming).then((body) => {
      const method = methodOf(body);
      seen.set(method, (seen.get(method) ?? 0) + 1);
      pass(target, incoming, body, outgoing);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls: () => Object.fromEntries([...seen].sort()),
    writes: () => [...seen].reduce((n, [method, times]) => (writing.test(method) ? n + times : n), 0),
    reset: () => seen.clear(),
    close: () => new Promise<void>((done) => void server.close(() => done())),
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function methodOf(body: Buffer): string {
  try {
    return String((JSON.parse(body.toString()) as { method?: unknown }).method);
  } catch {
    return 'not JSON-RPC';
  }
}

function pass(target: string, incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse): void {
  const headers = { ...incoming.headers, host: new URL(target).host };
  const out = request(new URL(incoming.url ?? '/', target), { method: incoming.method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  out.on('error', () => outgoing.writeHead(502).end());
  out.end(body);
}
