import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Base, bases, copyOf, files, finished, removeBases } from './base.ts';
import { type Running, start, stop, syncline } from './process.ts';
import { reportOf, type Trial } from './report.ts';
import { differences } from './snapshot.ts';

/** Records of each system. */
const size = 12;
const running = 'Running.';

/** Two servers start at the same moment on one file: one serves, the other refuses and names it; a third that comes later too. Commands beside the server work through it, and after a `kill -9` of it without it. */
export const twoServers: Trial = {
  name: 'two servers on one file; commands beside a server',
  rounds: { quick: 0, long: 5 },
  async run(rounds) {
    const made = await bases(size);
    try {
      const wrong: (readonly string[])[] = [];
      for (let n = 0; n < rounds; n += 1) wrong.push(await round(made[0] as Base));
      return reportOf(wrong);
    } finally {
      removeBases(made);
    }
  },
};

async function round(base: Base): Promise<readonly string[]> {
  const folder = copyOf(base.folder);
  const wrong: string[] = [];
  const both = [start(folder, 'up', '--port', '0'), start(folder, 'up', '--port', '0')];
  const serves = await Promise.all(both.map((server) => server.says(running)));
  const server = both[serves.indexOf(true)];
  if (server === undefined) return Promise.all(both.map(async ({ ended }) => `neither of two servers serves; one says ${JSON.stringify((await ended).err)}`));
  try {
    if (serves.filter(Boolean).length !== 1) wrong.push(`${serves.filter(Boolean).length} of two servers serve`);
    wrong.push(...(await refused(both[serves.indexOf(false)] as Running, server)), ...(await refused(start(folder, 'up', '--port', '0'), server)));
    wrong.push(...(await throughServer(folder, server)));
  } finally {
    server.child.kill('SIGKILL');
    await server.ended;
  }
  wrong.push(...(await withoutServer(folder)));
  const found = await finished(folder);
  return [...wrong, ...differences({ ...base.undisturbed, ...edited(base) }, { ...found, ...edited({ ...base, undisturbed: found }) })];
}

/** The edit of {@link throughServer} is in all parts; it is taken out of the comparison again. */
function edited(base: Base): Record<'files' | 'records' | 'entities', readonly string[]> {
  const plain = (lines: readonly string[]): readonly string[] => lines.map((line) => line.replaceAll('edited beside the server', 'note 1')).sort();
  return { files: plain(base.undisturbed.files), records: plain(base.undisturbed.records), entities: plain(base.undisturbed.entities) };
}

async function refused(second: Running, first: Running): Promise<readonly string[]> {
  const { code, err } = await second.ended;
  const clear = code === 1 && err.includes(`is held by process ${first.child.pid}`) && !/\n\s+at /.test(err);
  return clear ? [] : [`the second server ended with ${code} and said ${JSON.stringify(err)}`];
}

/** An edit is read, delivered and explained by commands of their own while the server holds the file. */
async function throughServer(folder: string, server: Running): Promise<readonly string[]> {
  const wrong: string[] = [];
  const [crm, erp] = files.map((file) => join(folder, file)) as [string, string];
  writeFileSync(crm, readFileSync(crm, 'utf8').replace('note 1\n', 'edited beside the server\n'));
  const commands = [['sync'], ['status'], ['records', 'organization', '--limit', '3'], ['failures'], ['audit'], ['pause', 'to-erp'], ['resume', 'to-erp']];
  for (const argv of commands) {
    const { code, err } = await syncline(folder, ...argv);
    if (code !== 0) wrong.push(`${argv.join(' ')} beside the server ended with ${code}: ${err}`);
  }
  if (!readFileSync(erp, 'utf8').includes('edited beside the server')) wrong.push('a sync beside the server delivered nothing');
  if (server.child.exitCode !== null) wrong.push('the server ended');
  return wrong;
}

async function withoutServer(folder: string): Promise<readonly string[]> {
  const { code, err } = await syncline(folder, 'status');
  const wrong = code === 0 ? [] : [`status after the server was killed ended with ${code}: ${err}`];
  const server = start(folder, 'up', '--port', '0');
  if (!(await server.says(running))) wrong.push('no server starts after one was killed');
  const ended = await stop(server);
  if (ended.code !== 0) wrong.push(`the server stopped with ${ended.code}: ${ended.err}`);
  const note = join(folder, '.syncline', 'store.db.owner');
  if (existsSync(note)) wrong.push('a server that stopped leaves its note');
  rmSync(note, { force: true });
  return wrong;
}
