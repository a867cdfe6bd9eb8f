import { SynclineError } from '../../core/model/error.ts';

/** Primary result codes of SQLite that say what a person has to do. */
const sqlite = { corrupt: 11, full: 13, notADatabase: 26 } as const;

/** SQLite's extended code for a file that ends before one of its pages. */
const shortRead = 522;

/** The primary result code of SQLite in an error; 0 when it is another's. */
export function sqliteCodeOf(cause: unknown): number {
  return ((cause as { errcode?: number } | undefined)?.errcode ?? 0) & 0xff;
}

/** The store could not read or write: disk full, I/O error, closed. Trying again can help, except where the file itself is damaged. */
export function storeUnavailable(cause: unknown): SynclineError {
  if (cause instanceof SynclineError) return cause;
  const code = sqliteCodeOf(cause);
  if (code === sqlite.corrupt || code === sqlite.notADatabase || (cause as { errcode?: number }).errcode === shortRead) return storeDamaged('', (cause as Error).message, cause);
  if (code === sqlite.full || ['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '')) {
    const message = {
      en: 'The disk is full. Make room: nothing is lost, and the work goes on by itself.',
      zh: '磁盘已满。请腾出空间：数据不会丢失，工作会自动继续。',
    };
    return new SynclineError('STORE_FULL', message, { retryable: true, cause });
  }
  const said = cause instanceof Error ? cause.message : String(cause);
  return new SynclineError('STORE_UNAVAILABLE', { en: `the store could not be read or written: ${said}`, zh: `无法读写存储：${said}` }, { retryable: true, cause });
}

/** Bytes of the file are not what was written. Nothing is made up for them: what needs them fails until the file is restored. */
export function storeDamaged(file: string, said: string, cause?: unknown): SynclineError {
  const [en, zh] = file === '' ? ['The store', '存储文件'] : [file, file];
  const message = {
    en: `${en} is damaged (${said}). Stop Syncline, keep a copy of the folder .syncline, and restore it from the last backup; without one, move it away: the next sync reads every system again, decisions of people (merges, splits, pins) and history are lost.`,
    zh: `${zh} 已损坏（${said}）。请停止 Syncline，保留 .syncline 文件夹的副本，并从最近的备份恢复；若无备份，请将其移走：下次同步会重新读取所有系统，但人工决定（合并、拆分、固定）与历史将丢失。`,
  };
  return new SynclineError('STORE_DAMAGED', message, { cause, ...(file === '' ? {} : { where: { file } }) });
}

/** The file cannot be opened, is not ours, or is read-only. */
export function storeUnusable(file: string, said: string, todo: { readonly en: string; readonly zh: string }, cause?: unknown): SynclineError {
  return new SynclineError('STORE_UNUSABLE', { en: `${file}: ${said}. ${todo.en}`, zh: `${file}：${said}。${todo.zh}` }, { cause, where: { file } });
}

/** Another process holds the file. */
export function storeHeld(file: string, owner: { readonly pid: number; readonly api?: string } | undefined): SynclineError {
  const who = owner === undefined ? { en: 'another process', zh: '另一个进程' } : { en: `process ${owner.pid}`, zh: `进程 ${owner.pid}` };
  const api = owner?.api === undefined ? { en: '', zh: '' } : { en: ` (its API answers at ${owner.api})`, zh: `（其 API 地址为 ${owner.api}）` };
  return new SynclineError(
    'STORE_HELD',
    { en: `${file} is held by ${who.en}${api.en}; stop it first, or use its API`, zh: `${file} 正被${who.zh}使用${api.zh}；请先停止它，或使用它的 API` },
    { where: { file } },
  );
}
