import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { request } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { parse } from 'csv-parse';

/** The plain script: read, normalise twelve fields, skip what is unchanged, dedupe by two keys, upsert in batches of 500, commit per 500. As fast as one would honestly write it, at the same durability. */
const [file, databaseFile, port] = process.argv.slice(2) as [string, string, string];
const batchSize = 500;

const db = new DatabaseSync(databaseFile);
db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL');
db.exec('CREATE TABLE IF NOT EXISTS record (id TEXT PRIMARY KEY, hash TEXT NOT NULL, golden TEXT NOT NULL) WITHOUT ROWID');
db.exec('CREATE TABLE IF NOT EXISTS golden (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID');
db.exec('CREATE TABLE IF NOT EXISTS key (key TEXT PRIMARY KEY, golden TEXT NOT NULL) WITHOUT ROWID');
const getRecord = db.prepare('SELECT hash, golden FROM record WHERE id = ?');
const putRecord = db.prepare('INSERT INTO record VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, golden = excluded.golden');
const putGolden = db.prepare('INSERT INTO golden VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body');
const getKey = db.prepare('SELECT golden FROM key WHERE key = ?');
const putKey = db.prepare('INSERT OR IGNORE INTO key VALUES (?, ?)');

const clean = (text: string | undefined): string => (text ?? '').normalize('NFKC').trim();

function normalise(row: Record<string, string>): Record<string, string> {
  return {
    name: clean(row['Name']),
    givenName: clean(row['First']),
    familyName: clean(row['Last']),
    email: clean(row['E-mail']).toLowerCase(),
    phone: clean(row['Phone']).replace(/[^+\d]/g, ''),
    street: clean(row['Street']),
    city: clean(row['City']),
    postalCode: clean(row['Postal code']),
    country: clean(row['Country']).toUpperCase(),
    title: clean(row['Title']),
    owner: clean(row['Owner']),
    note: clean(row['Note']),
  };
}

function upsert(body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: Number(port), path: '/upsert', method: 'POST', headers: { 'content-type': 'application/json' } }, (response) => {
      response.resume();
      response.on('end', () => resolve());
    });
    call.on('error', reject);
    call.end(body);
  });
}

let open: { id: string; hash: string; golden: string; body: Record<string, string> }[] = [];
const goldenOfBatch = new Map<string, string>();

async function flush(): Promise<void> {
  if (open.length === 0) return;
  const unique = new Map(open.map((o) => [o.golden, o.body]));
  await upsert(JSON.stringify([...unique].map(([key, body]) => ({ key, ...body }))));
  db.exec('BEGIN');
  for (const o of open) {
    putRecord.run(o.id, o.hash, o.golden);
    putGolden.run(o.golden, JSON.stringify(o.body));
    putKey.run(`e:${o.body['email']}`, o.golden);
    putKey.run(`p:${o.body['phone']}`, o.golden);
  }
  db.exec('COMMIT');
  open = [];
  goldenOfBatch.clear();
}

/** Seconds of CPU this process has used so far. */
const cpuSeconds = (): number => (process.cpuUsage().user + process.cpuUsage().system) / 1e6;

const started = process.hrtime.bigint();
const startCpuSeconds = cpuSeconds();
let read = 0;
for await (const row of createReadStream(file).pipe(parse({ columns: true })) as AsyncIterable<Record<string, string>>) {
  read += 1;
  const hash = createHash('sha256').update(JSON.stringify(row)).digest('base64url');
  const id = row['Id'] as string;
  const known = getRecord.get(id) as { hash: string; golden: string } | undefined;
  if (known?.hash === hash) continue;
  const body = normalise(row);
  const keys = [`e:${body['email']}`, `p:${body['phone']}`];
  const golden = known?.golden ?? keys.map((k) => goldenOfBatch.get(k) ?? (getKey.get(k) as { golden: string } | undefined)?.golden).find((g) => g !== undefined) ?? `g${id}`;
  for (const k of keys) goldenOfBatch.set(k, golden);
  open.push({ id, hash, golden, body });
  if (open.length >= batchSize) await flush();
}
await flush();
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
process.stdout.write(
  `${JSON.stringify({ read, seconds, cpuSeconds: cpuSeconds() - startCpuSeconds, startCpuSeconds, maxRssMiB: Math.round(process.resourceUsage().maxRSS / 1024) })}\n`,
);
db.close();
