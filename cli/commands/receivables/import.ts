import { basename } from 'node:path';
import type { ImportView } from '../../../core/receivables/answers/views.ts';
import { type ExitCode, exitCodes } from '../../exit.ts';
import { givenFile } from '../../input-file.ts';
import { told } from '../../io.ts';
import { importLines } from '../../output/finance-lines.ts';
import { type Session, show } from '../../session.ts';

/** Options of `syncline import`. */
export interface ImportOptions {
  readonly company?: string;
  readonly currency?: string;
}

/** `syncline import [files…]`: takes bank files into the books; without files, looks through the configured folders now. Exit code 1 when a file was not taken. */
export async function importFiles(session: Session, files: readonly string[], options: ImportOptions): Promise<ExitCode> {
  const { io, client } = session;
  if (files.length === 0) {
    const asked = await client.post<{ readonly folders: readonly string[] }>('/receivables/import-folders', {});
    show(session, asked, ({ folders }) => [told(io, { en: `Looking through ${folders.join(', ')}.`, zh: `正在查看 ${folders.join('、')}。` })]);
    return exitCodes.ok;
  }
  const given = files.map((name) => givenFile(io, name));
  const imports: ImportView[] = [];
  for (const { name, bytes } of given) imports.push(await client.upload<ImportView>('/receivables/import', { name: basename(name), ...options }, bytes));
  show(session, { imports }, (v) => v.imports.flatMap((one) => importLines(one, io)));
  return imports.every(({ state }) => state === 'taken') ? exitCodes.ok : exitCodes.findings;
}
