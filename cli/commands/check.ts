import type { DocumentProblem } from '../../mappings/document/problem.ts';
import { hasSecret } from '../compose/secrets.ts';
import { type Reached, tryConnections } from '../compose/try-connections.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { storeFile } from '../folder.ts';
import { type Io, told } from '../io.ts';
import { type LoadedWorkspace, loadWorkspace } from '../load.ts';
import { counted } from '../output/amounts.ts';
import { printable } from '../output/printable.ts';
import { problemLines } from '../output/problem-lines.ts';

/** `syncline check`: every mistake with its place; with `connect`, also whether each system answers. Exit code 1 when there is an error; warnings alone are 0. */
export async function check(io: Io, folder: string, options: { readonly json: boolean; readonly connect: boolean }): Promise<ExitCode> {
  const loaded = await loadWorkspace(folder, await hasSecret(storeFile(folder), io.env));
  const reached = options.connect && loaded.config !== undefined ? await tryConnections(loaded, loaded.config, io) : [];
  const good = loaded.config !== undefined && reached.every((one) => one.fault === undefined);
  if (options.json) io.out(JSON.stringify({ ok: good, problems: loaded.problems, connections: options.connect ? reached : undefined }, null, 2));
  else for (const line of [...problemLines(loaded.problems, io), ...summaryLines(loaded, loaded.problems, io), ...reached.flatMap((one) => reachedLines(one, io))]) io.out(line);
  return good ? exitCodes.ok : exitCodes.findings;
}

function summaryLines({ config }: LoadedWorkspace, problems: readonly DocumentProblem[], io: Io): string[] {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const warnings = problems.length - errors;
  if (config === undefined) return ['', told(io, { en: `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`, zh: `${errors} 个错误，${warnings} 个警告` })];
  const streams = config.connections.reduce((sum, connection) => sum + connection.streams.length, 0);
  const what = told(io, {
    en: `${config.workspace}: ${counted(config.connections.length, 'connection')}, ${counted(streams, 'stream')}, ${counted(config.routes.length, 'route')}`,
    zh: `${config.workspace}：${config.connections.length} 个连接，${streams} 个数据流，${config.routes.length} 条路由`,
  });
  return [`${io.paint.green('✓')} ${what}`];
}

function reachedLines({ connection, account, notes, fault }: Reached, io: Io): string[] {
  if (fault !== undefined) return [`${io.paint.red('✗')} ${connection}: ${printable(told(io, fault.message))} ${io.paint.dim(fault.code)}`];
  return [`${io.paint.green('✓')} ${connection}: ${printable(account ?? '')}`, ...notes.map((note) => `  ${told(io, note)}`)];
}
