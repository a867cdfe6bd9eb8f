import { ok, type Result } from '../../model/result.ts';
import { refuse } from '../../sync/answers/refuse.ts';
import type { Refusal } from '../../sync/service.ts';
import type { World } from '../../sync/world.ts';
import type { ReceivablesConfig } from '../table/config.ts';
import { takeFile } from '../table/statements.ts';
import { askForImport } from '../table/tick.ts';
import type { ImportView } from './views.ts';

/** A bank file that somebody hands in. */
export interface ImportRequest {
  readonly name: string;
  readonly content: Uint8Array;
  /** Default: the company of the configuration. */
  readonly company?: string;
  /** Of files that name none. */
  readonly currency?: string;
}

/** The folder that files are kept under that were handed in and lie in none. */
const handedIn = 'import';

/** Takes a bank file into the books: all of it, or nothing with the reason. The same file again adds nothing. */
export async function importFile(world: World, config: ReceivablesConfig, { name, content, company, currency }: ImportRequest): Promise<Result<ImportView, Refusal>> {
  const file = name.split(/[/\\]/).at(-1) ?? '';
  if (file === '') return refuse('invalid', 'REQUEST_INVALID', { en: 'The file needs a name.', zh: '文件需要名称。' }, { field: 'name' });
  const folder = { folder: handedIn, ...(company === undefined ? {} : { company }), ...(currency === undefined ? {} : { currency }) };
  const taken = await takeFile(world, config, folder, file, content);
  return ok({ file, ...taken });
}

/** Asks for the statement folders to be looked through now. */
export async function importFoldersNow(world: World, config: ReceivablesConfig): Promise<Result<{ readonly folders: readonly string[] }, Refusal>> {
  if (config.statements.length === 0)
    return refuse('refused', 'FOLDERS_NONE', {
      en: 'No folder of bank files is configured (receivables: statements:). Name the files to take.',
      zh: '未配置银行文件夹（receivables: statements:）。请指定要导入的文件。',
    });
  await askForImport(world);
  return ok({ folders: config.statements.map(({ folder }) => folder) });
}
