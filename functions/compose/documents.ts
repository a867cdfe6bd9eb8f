import { connectorIds, connectorOf } from '../../connectors/registry.ts';
import type { AnyConnector } from '../../core/ports/connector.ts';
import type { DocumentProblem } from '../../mappings/document/problem.ts';
import type { DocumentProblem as MappingProblem } from '../../mappings/engine/check/problem.ts';
import type { compileMapping } from '../../mappings/engine/compile.ts';
import type { CompiledMapping } from '../../mappings/engine/mapping.ts';
import type { CheckedWorkspace } from '../../mappings/workspace/check.ts';
import type { MappingSummary } from '../../mappings/workspace/context.ts';
import type { ParsedWorkspace } from '../../mappings/workspace/parse.ts';

/** A mapping document and what messages call it. */
export interface MappingText {
  readonly file: string;
  readonly text: string;
  /** Of the text that a person wrote, where this is not it. */
  readonly version?: string;
}

/** The documents of a workspace, wherever they lie. */
export interface Documents {
  /** Text of `syncline.yaml`. */
  readonly document: string;
  /** What messages call it. */
  readonly file: string;
  /** Mapping documents by the name they give themselves. */
  readonly mappings: ReadonlyMap<string, MappingText>;
  /** True when a secret of that name is there; without it presence is not checked. */
  readonly hasSecret?: (name: string) => boolean;
}

/** A workspace, read and checked. `config` is present exactly when no problem is an error. */
export interface ReadDocuments extends CheckedWorkspace {
  /** Connectors by id. */
  readonly connectors: ReadonlyMap<string, AnyConnector>;
  /** Compiled mappings by `connection/stream`: each knows the zone of its connection. */
  readonly mappings: ReadonlyMap<string, CompiledMapping>;
}

/** Parses, checks and compiles a workspace. Connectors and documents that it does not name are not loaded. */
export async function readDocuments({ document, file, mappings, hasSecret }: Documents): Promise<ReadDocuments> {
  const [{ parseWorkspace }, { checkParsed }, { compileMapping }] = await Promise.all([
    import('../../mappings/workspace/parse.ts'),
    import('../../mappings/workspace/check.ts'),
    import('../../mappings/engine/compile.ts'),
  ]);
  const { parsed, problems } = parseWorkspace(document, file);
  if (parsed === undefined) return { problems, connectors: new Map(), mappings: new Map() };
  const connectors = await connectorsOf(parsed);
  const compiled = compileAll(parsed, mappings, compileMapping);
  const summaries = new Map([...mappings.keys()].map((name) => [name, compiled.summaries.get(name) ?? { name, type: '' }]));
  const checked = checkParsed(parsed, [...problems, ...compiled.problems], { connectors, connectorIds, mappings: summaries, hasSecret });
  return { ...checked, connectors, mappings: compiled.mappings };
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
function compileAll(parsed: ParsedWorkspace, texts: ReadonlyMap<string, MappingText>, compile: typeof compileMapping): Compiled {
  const all: Compiled = { mappings: new Map(), summaries: new Map(), problems: [] };
  const broken = new Set<string>();
  const { connections, zone, country } = parsed.document;
  for (const [name, connection] of Object.entries(connections)) {
    for (const [stream, { mapping }] of Object.entries(connection.streams)) {
      const found = texts.get(mapping);
      if (found === undefined || broken.has(mapping)) continue;
      const result = compile({ ...found, country, zone: connection.zone ?? zone });
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
