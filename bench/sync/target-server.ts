import { createServer } from 'node:http';

/** A small CRM over HTTP: upsert by key in batches, read by key. Counts what it was asked, outside of whoever asks. */
const records = new Map<string, Record<string, unknown>>();
let upserts = 0;
let writes = 0;
let duplicates = 0;
let lastWriteAt = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const send = (value: unknown): void => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(value));
    };
    if (request.url === '/stats') return send({ records: records.size, calls: upserts, writes, duplicates, lastWriteAt });
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8') || '[]') as Record<string, unknown>[];
    if (request.url === '/fetch') return send(body.map((id) => records.get(String(id)) ?? null));
    upserts += 1;
    lastWriteAt = Date.now();
    const out = body.map((patch) => {
      const key = String(patch['key']);
      const before = records.get(key);
      const next = { ...before, ...patch, version: Number(before?.['version'] ?? 0) + 1 };
      writes += 1;
      if (before !== undefined && JSON.stringify({ ...before, ...patch }) === JSON.stringify(before)) duplicates += 1;
      records.set(key, next);
      return next;
    });
    return send(out);
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : 0}\n`);
});
process.on('disconnect', () => process.exit(0));
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
