import { cpSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandFailure, exitCodes } from './exit.ts';
import { documentName } from './folder.ts';
import { type Io, told } from './io.ts';

/** Sample workspaces that come with the product. */
const samplesFolder = fileURLToPath(new URL('../samples/', import.meta.url));
/** The sample that is meant when none is named. */
const firstSample = 'trading-company';
/** Where the copy goes when no folder is named: the sample itself is never changed. */
const copyName = '.sample';

/** Which sample, and where its copy goes. */
export interface SampleOptions {
  readonly name?: string;
  readonly folder?: string;
}

/** The folder of a copy of a sample workspace: made when it is not there, used as it is otherwise. Says which in one line, and how to start over. */
export function sampleFolder(io: Io, { name = firstSample, folder = copyName }: SampleOptions): string {
  const source = join(samplesFolder, known(name));
  const copy = resolve(io.cwd, folder);
  const shown = relative(io.cwd, copy) || '.';
  const again = { en: `To start over: delete the folder ${shown}.`, zh: `重新开始：删除文件夹 ${shown}。` };
  if (existsSync(join(copy, documentName))) {
    io.err(io.paint.dim(told(io, { en: `The sample goes on where it was, in ${shown}. ${again.en}`, zh: `示例从上次的状态继续，位于 ${shown}。${again.zh}` })));
    return copy;
  }
  if (existsSync(copy)) {
    throw new CommandFailure(exitCodes.usage, {
      en: `${shown} is there but holds no ${documentName}. Delete it, or copy the sample elsewhere: --workspace <folder>`,
      zh: `${shown} 已存在，但其中没有 ${documentName}。请删除它，或复制到别处：--workspace <文件夹>`,
    });
  }
  copyWhole(source, copy);
  io.err(
    io.paint.dim(
      told(io, { en: `Copied the sample ${name} to ${shown}: change its files as you like. ${again.en}`, zh: `示例 ${name} 已复制到 ${shown}，可随意修改其中文件。${again.zh}` }),
    ),
  );
  return copy;
}

function known(name: string): string {
  const names = readdirSync(samplesFolder);
  if (names.includes(name)) return name;
  throw new CommandFailure(exitCodes.usage, { en: `There is no sample “${name}”. Known: ${names.join(', ')}.`, zh: `没有示例“${name}”。可用的有：${names.join('、')}。` });
}

/** Copies beside and renames: a copy that was interrupted is not there. What a run left in the source stays there. */
function copyWhole(source: string, copy: string): void {
  const beside = `${copy}.${process.pid}.part`;
  try {
    cpSync(source, beside, { recursive: true, filter: (path) => basename(path) !== '.syncline' });
    renameSync(beside, copy);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}
