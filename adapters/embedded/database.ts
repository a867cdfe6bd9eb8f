import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { sqliteCodeOf, storeDamaged, storeHeld, storeUnusable } from './errors.ts';
import { GuardedDatabase } from './guarded.ts';
import { damageOfLog } from './log-damage.ts';
import { holderOf, pauseByPid } from './owner.ts';
import { schemaSql, schemaVersion, upgradeSql } from './schema.ts';

/** Random updates write whole pages to the log, so small ones cost least; for inserts 4 and 8 KiB measure alike. */
const pageBytes = 4_096;

/** SQLite's own page cache, in KiB. */
const cacheKib = 4_096;

/** The log is folded into the file at this many pages (32 MiB): fewer, larger folds write a hot page once instead of often. */
const checkpointPages = 8_192;

/** Marks the file as ours ("SYNC"). */
const applicationId = 0x53594e43;

const busy = 5;
const readOnly = 8;
const corrupt = 11;
const notADatabase = 26;

/** Two that begin at the same moment may each keep the other from the lock, and then nobody holds it: so often it is tried again. */
const openTries = 3;

/** Opens the file as its only owner: write-ahead log, every commit on disk, an exclusive lock that the kernel drops when this process ends. */
export function openDatabase(file: string): DatabaseSync {
  if (typeof file !== 'string' || file === '') throw storeUnusable(String(file), 'this is not the name of a file', { en: 'Name a file', zh: '请指定文件名' });
  for (let tries = 1; ; tries += 1) {
    try {
      return lockAndPrepare(file);
    } catch (cause) {
      if (sqliteCodeOf(cause) !== busy || tries === openTries || holderOf(file) !== undefined) throw explainOpening(file, cause);
      pauseByPid();
    }
  }
}

function lockAndPrepare(file: string): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const damage = damageOfLog(file);
    db = new GuardedDatabase(file, { timeout: 0 });
    db.exec(`PRAGMA page_size = ${pageBytes}; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL`);
    db.exec(`PRAGMA cache_size = -${cacheKib}; PRAGMA wal_autocheckpoint = ${checkpointPages}; PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY`);
    if (damage !== undefined) throw storeDamaged(file, damage); // only now: a holder writes on its log while we look
    db.exec('BEGIN IMMEDIATE');
    prepare(file, db);
    db.exec('COMMIT');
    return db;
  } catch (cause) {
    db?.close();
    throw cause;
  }
}

function prepare(file: string, db: DatabaseSync): void {
  const { application_id: id } = db.prepare('PRAGMA application_id').get() as { application_id: number };
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
  const { tables } = db.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as { tables: number };
  if (tables > 0 && id !== applicationId) {
    throw storeUnusable(file, 'this is a database of another program', { en: 'Name another file', zh: '请换一个文件' });
  }
  const upgrade = upgradeSql[version];
  if (tables > 0 && upgrade !== undefined) db.exec(upgrade);
  else if (tables > 0 && version !== schemaVersion) {
    throw storeUnusable(file, `its schema is ${version}, this program knows ${schemaVersion}`, { en: 'Use the program version that wrote it', zh: '请使用写入它的程序版本' });
  }
  if (tables === 0) db.exec(`${schemaSql} PRAGMA application_id = ${applicationId}`);
  db.exec(`PRAGMA user_version = ${schemaVersion}`); // always a write, so that a file that cannot be written is found now
}

/** Says why a store, or a file beside it, cannot be opened, and what to do. */
export function explainOpening(file: string, cause: unknown): unknown {
  const code = sqliteCodeOf(cause);
  if (code === busy) return storeHeld(file, holderOf(file));
  if (code === readOnly || !isWritable(file)) {
    return storeUnusable(file, 'the file is read-only', { en: 'Make it and its folder writable for this user', zh: '请为当前用户开放该文件及其文件夹的写权限' }, cause);
  }
  if (code === corrupt) return storeDamaged(file, (cause as Error).message, cause);
  if (code === notADatabase) return storeUnusable(file, 'this is not a SQLite file', { en: 'Name another file', zh: '请换一个文件' }, cause);
  if (code !== 0 || (cause as { code?: string }).code?.startsWith('E')) {
    return storeUnusable(file, `it cannot be opened (${(cause as Error).message})`, { en: 'Check the path and its permissions', zh: '请检查路径与权限' }, cause);
  }
  return cause;
}

/** The log lies beside the file, so both must be writable. SQLite calls a folder that is not an I/O error. */
function isWritable(file: string): boolean {
  try {
    accessSync(dirname(file), constants.W_OK);
    if (existsSync(file)) accessSync(file, constants.W_OK);
    return true;
  } catch (error) {
    return !['EROFS', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}
