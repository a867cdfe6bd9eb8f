import { join } from 'node:path';
import { connectorIds, connectorOf } from '../connectors/registry.ts';
import type { AnyConnector } from '../core/ports/connector.ts';
import type { WorkspaceConfig } from '../core/sync/config.ts';
import type { DocumentProblem } from '../mappings/document/problem.ts';
import type { DocumentProblem as MappingProblem } from '../mappings/engine/check/problem.ts';
import { compileMapping } from '../mappings/engine/compile.ts';
import type { CompiledMapping } from '../mappings/engine/mapping.ts';
import { checkParsed } from '../mappings/workspace/check.ts';
import type { MappingSummary } from '../mappings/workspace/context.ts';
import { type ParsedWorkspace, parseWorkspace } from '../mappings/workspace/parse.ts';
import { CommandFailure, exitCodes } from './exit.ts';
import { documentName, readText } from './folder.ts';
import type { Io } from './io.ts';
import { type MappingFile, mappingFiles } from './mapping-files.ts';
import { problemLines } from './output/problem-lines.ts';

/** A workspace folder, read and checked. `config` is present exactly when no problem is an error. */
export interface LoadedWorkspace {
  readonly folder: string;
  readonly problems: readonly DocumentProblem[];
  readonly config?: WorkspaceConfig;
  /** Connectors by id. */
  readonly connectors: ReadonlyMap<string, AnyConnector>;
  /** Compiled mappings by `connection/stream`: each knows the zone of its connection. */
  readonly mappings: ReadonlyMap<string, CompiledMapping>;
}

/** A workspace without errors. */
export type UsableWorkspace = LoadedWorkspace & { readonly config: WorkspaceConfig };

/** Reads `syncline.yaml` and everything it names. Connectors and documents that it does not name are not loaded. */
export async function loadWorkspace(folder: string, hasSecret?: (name: string) => boolean): Promise<LoadedWorkspace> {
  const text = readText(join(folder, documentName)) ?? '';
  const { parsed, problems } = parseWorkspace(text, documentName);
  if (parsed === undefined) return { folder, problems, connectors: new Map(), mappings: new Map() };
  const connectors = await connectorsOf(parsed);
  const files = mappingFiles(folder);
  const compiled = compileAll(parsed, files);
  const mappings = new Map([...files.values()].map((file) => [file.name, compiled.summaries.get(file.name) ?? { name: file.name, type: '' }]));
  const checked = checkParsed(parsed, [...problems, ...compiled.problems], { connectors, connectorIds, mappings, hasSecret });
  return { folder, ...checked, connectors, mappings: compiled.mappings };
}

async function connectorsOf(parsed: ParsedWorkspace): Promise<ReadonlyMap<string, AnyConnector>> {
  const ids = new Set(Object.values(parsed.document.connections).map((connection) => connection.connector));
  const known = [...ids].filter((id) => connectorIds.includes(id));
  return new Map(await Promise.all(known.map(async (id): Promise<[string, AnyConnector]> => [id, await connectorOf(id)])));
}

interface Compiled {
  readonly mappings: Map<string, CompiledMapping>;
  readonly summaries: Map<string, MappingSummary>;
  readonly problems: DocumentProblem[];
}

/** Compiles the document of every stream; mistakes of a document are told once, however many streams use it. */
function compileAll(parsed: ParsedWorkspace, files: ReadonlyMap<string, MappingFile>): Compiled {
  const all: Compiled = { mappings: new Map(), summaries: new Map(), problems: [] };
  const broken = new Set<string>();
  const { connections, zone, country } = parsed.document;
  for (const [name, connection] of Object.entries(connections)) {
    for (const [stream, { mapping }] of Object.entries(connection.streams)) {
      const file = files.get(mapping);
      if (file === undefined || broken.has(mapping)) continue;
      const result = compileMapping({ text: file.text, file: file.file, country, zone: connection.zone ?? zone });
      if (result.ok) {
        const { document } = result.value;
        all.mappings.set(`${name}/${stream}`, result.value);
        all.summaries.set(mapping, { name: mapping, type: document.type, connector: document.connector, stream: document.stream });
      } else {
        broken.add(mapping);
        all.problems.push(...result.error.map(asProblem));
      }
    }
  }
  return all;
}

/** A mapping's problem as one of the workspace: its sentence ends, then the suggestion. */
function asProblem({ file, line, column, field, code, message, suggestion }: MappingProblem): DocumentProblem {
  const near = suggestion === undefined ? { en: '', zh: '' } : { en: ` Did you mean “${suggestion}”?`, zh: ` 是否想写“${suggestion}”？` };
  const told = { en: `${message.en.replace(/[.。]?$/, '.')}${near.en}`, zh: `${message.zh.replace(/[.。]?$/, '。')}${near.zh}` };
  return { severity: 'error', code, message: told, where: { file, line, column, field } };
}

/** The workspace when it has no errors; else the command ends with them. */
export function usable(loaded: LoadedWorkspace, io: Io): UsableWorkspace {
  if (loaded.config !== undefined) return { ...loaded, config: loaded.config };
  const errors = loaded.problems.filter((problem) => problem.severity === 'error');
  throw new CommandFailure(
    exitCodes.findings,
    { en: `The workspace has ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}. Nothing was started.`, zh: `工作区有 ${errors.length} 个错误，未启动任何功能。` },
    { code: 'WORKSPACE_INVALID', details: problemLines(errors, io) },
  );
}
