import type { Sentence } from '../../core/model/error.ts';
import type { AnyConnector } from '../../core/ports/connector.ts';
import { type DocumentProblem, pathText, type Step } from '../document/problem.ts';
import type { ParsedWorkspace } from './parse.ts';

/** What a mapping document says about itself. */
export interface MappingSummary {
  readonly name: string;
  /** Empty when the document could not be read. */
  readonly type: string;
  readonly connector?: string;
  readonly stream?: string;
}

/** What a workspace document is checked against. */
export interface WorkspaceContext {
  /** Connectors that the document names and that exist. */
  readonly connectors: ReadonlyMap<string, AnyConnector>;
  /** Ids of all connectors there are. */
  readonly connectorIds: readonly string[];
  /** Mapping documents that were found, usable or not (their own problems are told elsewhere). */
  readonly mappings: ReadonlyMap<string, MappingSummary>;
  /** True when the secret store has a secret of that name; without it presence is not checked. */
  readonly hasSecret?: (name: string) => boolean;
}

/** Everything a check needs: the document, what it is checked against, and where problems go. */
export interface Checking extends ParsedWorkspace, WorkspaceContext {
  readonly problems: DocumentProblem[];
}

/** Reports an error at a path. */
export function refuse(checking: Checking, path: readonly Step[], code: string, message: Sentence, part: 'key' | 'value' = 'value'): void {
  checking.problems.push({
    severity: 'error',
    code: `WORKSPACE_${code}`,
    message,
    where: { file: checking.placed.file, ...checking.placed.place(path, part), field: pathText(path) },
  });
}

/** Reports a warning at a path. */
export function warn(checking: Checking, path: readonly Step[], code: string, message: Sentence): void {
  checking.problems.push({ severity: 'warning', code: `WORKSPACE_${code}`, message, where: { file: checking.placed.file, ...checking.placed.place(path), field: pathText(path) } });
}
