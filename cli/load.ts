import { join } from 'node:path';
import type { WorkspaceConfig } from '../core/sync/config.ts';
import { type ReadDocuments, readDocuments } from '../functions/compose/documents.ts';
import { CommandFailure, exitCodes } from './exit.ts';
import { documentName, readText } from './folder.ts';
import type { Io } from './io.ts';
import { mappingFiles } from './mapping-files.ts';
import { problemLines } from './output/problem-lines.ts';

/** A workspace folder, read and checked. */
export interface LoadedWorkspace extends ReadDocuments {
  readonly folder: string;
}

/** A workspace without errors. */
export type UsableWorkspace = LoadedWorkspace & { readonly config: WorkspaceConfig };

/** Reads `syncline.yaml` and everything it names. */
export async function loadWorkspace(folder: string, hasSecret?: (name: string) => boolean): Promise<LoadedWorkspace> {
  const document = readText(join(folder, documentName)) ?? '';
  return { folder, ...(await readDocuments({ document, file: documentName, mappings: mappingFiles(folder), hasSecret })) };
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
