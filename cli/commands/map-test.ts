import { join, relative, resolve } from 'node:path';
import type { DocumentProblem } from '../../mappings/engine/check/problem.ts';
import { problemLine } from '../../mappings/engine/check/problem.ts';
import { compileMapping, type MappingSource } from '../../mappings/engine/compile.ts';
import { type ExampleResult, testMapping } from '../../mappings/engine/examples.ts';
import { parseWorkspace } from '../../mappings/workspace/parse.ts';
import { CommandFailure, type ExitCode, exitCodes } from '../exit.ts';
import { documentName, readText } from '../folder.ts';
import { type Io, told } from '../io.ts';
import { yamlFiles } from '../mapping-files.ts';

/** What one document gave. */
interface Tested {
  readonly file: string;
  readonly problems: readonly DocumentProblem[];
  readonly examples: readonly ExampleResult[];
}

/** What the workspace declares for its documents. */
type Declared = Pick<MappingSource, 'country' | 'zone'>;

/** `syncline map test [files…]`: mistakes with their place, then the examples inside; without files, every document of the workspace. Exit code 1 when anything is wrong. */
export function mapTest(io: Io, given: readonly string[], options: { readonly json: boolean; folder(): string }): ExitCode {
  const { json } = options;
  const folder = given.length === 0 ? options.folder() : folderOr(options.folder);
  const files = given.length > 0 ? given : ownDocuments(folder as string);
  const declared = folder === undefined ? {} : declaredBy(folder);
  const tested = files.map((file) => testFile(io, file, declared));
  const good = tested.every((one) => one.problems.length === 0 && one.examples.every((example) => example.passed));
  if (json) io.out(JSON.stringify({ ok: good, documents: tested }, null, 2));
  else for (const one of tested) printTested(io, one);
  return good ? exitCodes.ok : exitCodes.findings;
}

function folderOr(folder: () => string): string | undefined {
  try {
    return folder();
  } catch (error) {
    if (error instanceof CommandFailure) return undefined; // a document can be tested without a workspace
    throw error;
  }
}

function ownDocuments(folder: string): readonly string[] {
  return yamlFiles(join(folder, 'mappings'));
}

function declaredBy(folder: string): Declared {
  const { parsed } = parseWorkspace(readText(join(folder, documentName)) ?? '', documentName);
  return { country: parsed?.document.country, zone: parsed?.document.zone };
}

function testFile(io: Io, path: string, declared: Declared): Tested {
  const full = resolve(io.cwd, path);
  const text = readText(full);
  if (text === undefined) throw new CommandFailure(exitCodes.usage, { en: `There is no file ${path}.`, zh: `没有文件 ${path}。` });
  const file = relative(io.cwd, full);
  const compiled = compileMapping({ text, file, ...declared });
  return compiled.ok ? { file, problems: [], examples: testMapping(compiled.value) } : { file, problems: compiled.error, examples: [] };
}

function printTested(io: Io, { file, problems, examples }: Tested): void {
  for (const problem of problems) io.out(`${io.paint.red('✗')} ${problemLine(problem, io.language)}`);
  if (problems.length > 0) return;
  for (const example of examples.filter((e) => !e.passed)) {
    io.out(`${io.paint.red('✗')} ${file}  ${example.title}`);
    for (const difference of example.differences) io.out(`    ${told(io, difference.message)}`);
  }
  if (examples.length === 0) {
    io.out(`${io.paint.yellow('–')} ${file}  ${told(io, { en: 'no mistakes, and no examples inside to run', zh: '没有错误，但其中没有示例' })}`);
    return;
  }
  const passed = examples.filter((example) => example.passed).length;
  const sign = passed === examples.length ? io.paint.green('✓') : io.paint.red('✗');
  io.out(`${sign} ${file}  ${told(io, { en: `${passed} of ${examples.length} examples pass`, zh: `${examples.length} 个示例中 ${passed} 个通过` })}`);
}
