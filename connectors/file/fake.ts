import { createHash } from 'node:crypto';
import type { JsonObject } from '../../core/model/json.ts';
import type { Files } from '../../core/ports/connector.ts';
import type { Fake, FakeStream } from '../kit/conformance/harness.ts';

/** A folder in memory, as the `Files` port: times move by a second with each write, so that no change hides in a tick. */
export class MemoryFolder implements Files {
  readonly #files = new Map<string, { readonly bytes: Uint8Array; readonly modifiedAt: number }>();
  #clock = Date.UTC(2020, 0, 1);
  /** Contents replaced or removed. */
  effects = 0;
  /** Looks at the folder or a file. */
  calls = 0;

  /** Puts a file there as a person would. */
  set(path: string, content: string | Uint8Array): void {
    this.#clock += 1_000;
    this.#files.set(path, { bytes: typeof content === 'string' ? Buffer.from(content) : content, modifiedAt: this.#clock });
  }

  /** The file as text; empty when there is none. */
  text(path: string): string {
    return Buffer.from(this.#files.get(path)?.bytes ?? []).toString('utf8');
  }

  async list(): Promise<readonly { path: string; bytes: number; modifiedAt: number }[]> {
    return [...this.#files].map(([path, f]) => ({ path, bytes: f.bytes.length, modifiedAt: f.modifiedAt })).sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return this.#files.get(path)?.bytes;
  }

  async stream(path: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    this.calls += 1;
    const file = this.#files.get(path);
    return file === undefined ? undefined : chunksOf(file.bytes);
  }

  async replace(path: string, bytes: Uint8Array, expect: string | null | undefined): Promise<boolean> {
    const old = this.#files.get(path);
    if (expect !== undefined && (old === undefined ? null : createHash('sha256').update(old.bytes).digest('hex')) !== expect) return false;
    this.effects += 1;
    this.set(path, bytes);
    return true;
  }

  async remove(path: string): Promise<void> {
    if (this.#files.delete(path)) this.effects += 1;
  }
}

/** Small chunks, so that rows and characters are cut everywhere. */
const chunkBytes = 997;

async function* chunksOf(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let i = 0; i < bytes.length; i += chunkBytes) yield bytes.subarray(i, i + chunkBytes);
}

/** Two streams of one folder: a CSV list as a spreadsheet writes it, and NDJSON. */
export async function fileFake(): Promise<Fake> {
  const folder = new MemoryFolder();
  folder.set('contacts.csv', `\uFEFF${header}\r\n`);
  folder.set('orders.ndjson', '');
  const streams: Readonly<Record<string, FakeStream>> = { contacts: csvStream(folder, 'contacts.csv'), orders: ndjsonStream(folder, 'orders.ndjson') };
  return {
    config: {
      folder: 'memory',
      streams: {
        contacts: { files: 'contacts*.csv', key: 'id', writable: true, money: ['credit'] },
        orders: { files: 'orders.ndjson', key: 'no', writable: true },
      },
    },
    secrets: {},
    files: folder,
    stream: (name) => {
      const found = streams[name];
      if (found === undefined) throw new RangeError(`the fake folder has no stream ${name}`);
      return found;
    },
    calls: () => folder.calls,
    effects: () => folder.effects,
    inject: (fault) => {
      throw new RangeError(`a folder cannot do ${fault}`);
    },
  };
}

const header = 'id;name;city;note;credit';

function csvStream(folder: MemoryFolder, path: string): FakeStream {
  const lines = (): string[] => folder.text(path).split('\r\n').slice(1, -1);
  const save = (rows: readonly string[]): void => folder.set(path, `\uFEFF${[header, ...rows].join('\r\n')}\r\n`);
  let next = 0;
  return {
    async add(n) {
      const ids = Array.from({ length: n }, () => `c${++next}`);
      save([...lines(), ...ids.map((id) => `${id};"Müller; ${id}";上海;;1200.50`)]);
      return ids;
    },
    edit: async (id) => save(lines().map((line) => (line.startsWith(`${id};`) ? `${line}0` : line))),
    remove: async (id) => save(lines().filter((line) => !line.startsWith(`${id};`))),
    poison: async () => save([...lines(), 'too;few;cells']),
    size: async () => lines().length,
    create: (n) => ({ externalId: `ours-${n}`, fields: { name: `陈 "Lily" ${n}`, city: 'Zürich; 8001', note: '好🙂', credit: '12.50' } }),
    change: (n) => ({ city: `Bern ${n}`, note: null }),
    refused: () => ({ externalId: 'ours-bad', fields: { name: 'a', nowhere: 'x' } }),
    shows: (record: JsonObject, fields: JsonObject) => Object.entries(fields).every(([name, value]) => record[name] === (value ?? '')),
  };
}

function ndjsonStream(folder: MemoryFolder, path: string): FakeStream {
  const lines = (): string[] => folder.text(path).split('\n').slice(0, -1);
  const save = (rows: readonly string[]): void => folder.set(path, rows.map((row) => `${row}\n`).join(''));
  let next = 0;
  return {
    async add(n) {
      const ids = Array.from({ length: n }, () => `o${++next}`);
      save([...lines(), ...ids.map((id) => `{"no": "${id}", "total": 12.50, "lines": [{"sku":"A"}], "who": "李雷"}`)]);
      return ids;
    },
    edit: async (id) => save(lines().map((line) => (line.includes(`"${id}"`) ? line.replace('12.50', '99.90') : line))),
    remove: async (id) => save(lines().filter((line) => !line.includes(`"${id}"`))),
    poison: async () => save([...lines(), '{"no": "broken"']),
    size: async () => lines().length,
    create: (n) => ({ externalId: `ours-${n}`, fields: { who: `陈 🙂 ${n}`, total: '12.50', lines: [{ sku: 'B' }] } }),
    change: (n) => ({ who: `王 ${n}`, lines: [] }),
    refused: () => ({ fields: { who: 'without a key' } }),
  };
}
