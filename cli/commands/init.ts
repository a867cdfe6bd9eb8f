import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { CommandFailure, type ExitCode, exitCodes } from '../exit.ts';
import { documentName } from '../folder.ts';
import { type Io, told } from '../io.ts';
import { templateFiles } from '../template.ts';

/** `syncline init [folder]`: a small workspace that passes `check` and runs. Never writes over a file. */
export function init(io: Io, folder: string): ExitCode {
  const root = resolve(io.cwd, folder);
  const files = Object.entries(templateFiles);
  const taken = files.map(([name]) => name).filter((name) => existsSync(join(root, name)));
  if (taken.length > 0) {
    throw new CommandFailure(exitCodes.findings, {
      en: `${taken.join(', ')} already exists in ${root}. Choose another folder: ${io.self} init my-company`,
      zh: `${root} 中已存在 ${taken.join('、')}。请换一个文件夹：${io.self} init my-company`,
    });
  }
  for (const [name, text] of files) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text, { flag: 'wx' });
    io.out(`${io.paint.green('+')} ${relative(io.cwd, join(root, name))}`);
  }
  const where = folder === '.' ? '' : ` --workspace ${folder}`;
  io.out(
    told(io, {
      en: `Next: read ${documentName}, then  ${io.self} check${where}  and  ${io.self} up${where}`,
      zh: `下一步：阅读 ${documentName}，然后执行  ${io.self} check${where}  和  ${io.self} up${where}`,
    }),
  );
  return exitCodes.ok;
}
