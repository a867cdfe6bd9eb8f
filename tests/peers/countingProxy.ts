import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy on this machine that counts what passes: the requests as the server sees them, whoever makes them. */
export interface CountingProxy {
  readonly url: string;
  /** JSON-RPC calls that passed, by method, e.g. `model.party.party.write` → 2. */
  calls(): Readonly<Record<string, number>>;
  /** Calls whose method changes something: create, write, delete, and what dialogs do. */
  writes(): number;
  /** Once, at the next call of this method: `act` runs before the server sees it, or when it has answered and nobody has heard yet. */
  at(method: string, when: 'before' | 'answered', act: () => Promise<void>): void;
  reset(): void;
  close(): Promise<void>;
}

const writing = /\.(create|write|delete|execute)$/;

/** Puts a counting proxy before an HTTP server; `target` is its URL. */
export async function countingProxy(target: string): Promise<CountingProxy> {
  const seen = new Map<string, number>();
  const acts = new Map<string, () => Promise<void>>();
  const act = async (method: string, when: 'before' | 'answered'): Promise<void> => {
    const wanted = acts.get(`${when} ${method}`);
    acts.delete(`${when} ${method}`);
    await wanted?.();
  };
  const server = createServer((incoming, outgoing) => {
    void bodyOf(incoming).then(async (body) => {
      const method = methodOf(body);
      seen.set(method, (seen.get(method) ?? 0) + 1);
      await act(method, 'before');
      if (outgoing.destroyed) return;
      pass(target, incoming, body, outgoing, () => act(method, 'answered'));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls: () => Object.fromEntries([...seen].sort()),
    writes: () => [...seen].reduce((n, [method, times]) => (writing.test(method) ? n + times : n), 0),
    at: (method, when, what) => void acts.set(`${when} ${method}`, what),
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

function pass(target: string, incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse, answered: () => Promise<void>): void {
  const headers = { ...incoming.headers, host: new URL(target).host };
  const out = request(new URL(incoming.url ?? '/', target), { method: incoming.method, headers }, (answer) => {
    void answered().then(() => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
  });
  out.on('error', () => outgoing.writeHead(502).end());
  out.end(body);
}
