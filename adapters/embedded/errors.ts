import { SynclineError } from '../../core/model/error.ts';

/** The store could not read or write: disk full, I/O error, closed. Trying again can help. */
export function storeUnavailable(cause: unknown): SynclineError {
  if (cause instanceof SynclineError) return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  return new SynclineError('STORE_UNAVAILABLE', { en: `the store could not be read or written: ${said}`, zh: `无法读写存储：${said}` }, { retryable: true, cause });
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
