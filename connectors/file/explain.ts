import type { Fault } from '../../core/ports/connector.ts';
import { explainHttp } from '../kit/explain.ts';
import { fault } from '../kit/fault.ts';
import { FileProblem } from './formats/format.ts';

/** Maps anything thrown to a fault: what the file system says first, then the kit's cases. */
export function explainFile(error: unknown): Fault {
  if (error instanceof FileProblem) return fault(error.problem.kind, error.problem.code, error.problem.en, error.problem.zh);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EACCES' || code === 'EPERM')
    return fault('auth', code, 'The file system does not let us. Check who may read and write the folder.', '文件系统拒绝访问。请检查文件夹的读写权限。');
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return fault('transient', code, 'The disk is full. Make room; Syncline goes on by itself.', '磁盘已满。请清理空间，Syncline 会自动继续。');
  if (code === 'EROFS') return fault('invalid', code, 'The folder is on a read-only file system.', '文件夹位于只读文件系统。');
  if (code === 'EMFILE' || code === 'EBUSY' || code === 'EIO')
    return fault('transient', code, 'The file system is busy. Syncline tries again by itself.', '文件系统繁忙，Syncline 会自动重试。');
  return explainHttp(error);
}
