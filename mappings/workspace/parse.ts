import type { Json, JsonObject } from '../../core/model/json.ts';
import { isObject } from '../../core/model/json.ts';
import { problemsOf } from '../document/issues.ts';
import { type DocumentProblem, pathText, type Step } from '../document/problem.ts';
import { type PlacedDocument, parseYaml } from '../document/yaml.ts';
import { keysAt, type WorkspaceDocument, workspaceSchema } from './schema.ts';
import { secretsIn } from './secret-shape.ts';

/** A workspace document as far as it could be understood. */
export interface ParsedWorkspace {
  readonly placed: PlacedDocument;
  /** What is well-formed; entries with problems are left out, so that the rest can still be checked. */
  readonly document: WorkspaceDocument;
  /** Names of everything written down, broken or not: a reference to a broken entry is not a second problem. */
  readonly written: { readonly connections: readonly string[]; readonly routes: readonly string[] };
}

/** Parses `syncline.yaml`. Problems come sorted by place; `parsed` is absent only when nothing could be understood. */
export function parseWorkspace(text: string, file: string): { readonly parsed?: ParsedWorkspace; readonly problems: readonly DocumentProblem[] } {
  const { document: placed, problems: syntax } = parseYaml(text, file);
  if (placed === undefined) return { problems: syntax };
  if (!isObject(placed.value)) return { problems: [notABlock(file)] };
  const problems = inlineSecrets(placed);
  const whole = workspaceSchema.safeParse(placed.value);
  if (whole.success) return { parsed: { placed, document: whole.data, written: namesIn(placed.value) }, problems };
  problems.push(...problemsOf(whole.error.issues, placed, { family: 'WORKSPACE', keysAt }));
  const rest = workspaceSchema.safeParse(
    pruned(
      placed.value,
      whole.error.issues.map((issue) => issue.path),
    ),
  );
  if (!rest.success) return { problems };
  return { parsed: { placed, document: rest.data, written: namesIn(placed.value) }, problems };
}

function notABlock(file: string): DocumentProblem {
  const message = {
    en: 'The document must be a block of keys: workspace, zone, country, connections, routes.',
    zh: '文档必须是键值块：workspace、zone、country、connections、routes。',
  };
  return { severity: 'error', code: 'WORKSPACE_VALUE_TYPE', message, where: { file, line: 1, column: 1 } };
}

/** The document without the entries (one connection, one route, …) that have problems; the three names at the top get a stand-in. */
function pruned(value: JsonObject, paths: readonly (readonly PropertyKey[])[]): JsonObject {
  const copy = structuredClone(value) as Record<string, Json | undefined>;
  const known = new Set(keysAt([]));
  for (const key of Object.keys(copy)) if (!known.has(key)) delete copy[key];
  for (const [section, entry] of paths) {
    const block = typeof section === 'string' ? copy[section] : undefined;
    if (isObject(block) && typeof entry === 'string') delete (block as Record<string, unknown>)[entry];
    else if (typeof section === 'string') delete copy[section];
  }
  return { workspace: 'main', zone: 'UTC', country: 'CH', ...copy };
}

function namesIn(value: JsonObject): ParsedWorkspace['written'] {
  const names = (section: Json | undefined) => (isObject(section) ? Object.keys(section) : []);
  return { connections: names(value['connections']), routes: names(value['routes']) };
}

/** Secrets written into the document, by shape or by the key they stand under. The text itself is never repeated. */
function inlineSecrets(placed: PlacedDocument): DocumentProblem[] {
  const connections = isObject(placed.value) ? placed.value['connections'] : undefined;
  if (!isObject(connections)) return [];
  return Object.entries(connections).flatMap(([name, connection]) => {
    if (!isObject(connection)) return [];
    const config = [...secretsIn(connection['config'] ?? null, ['connections', name, 'config'])];
    const named = [...secretsIn(connection['secrets'] ?? null, ['connections', name, 'secrets'])].filter((found) => found.look === 'shape');
    return [...config, ...named].map((found) => inline(placed, found.path, found.look));
  });
}

function inline(placed: PlacedDocument, path: readonly Step[], look: 'shape' | 'key' | 'suspect'): DocumentProblem {
  const field = pathText(path);
  const where = { file: placed.file, ...placed.place(path), field };
  if (look === 'suspect') {
    const message = {
      en: `“${field}” looks random. If it is a secret, name it under secrets: instead.`,
      zh: `“${field}”看起来像随机串。如果是密钥，请改在 secrets: 下按名称引用。`,
    };
    return { severity: 'warning', code: 'WORKSPACE_SECRET_SUSPECT', message, where };
  }
  const message = {
    en: `“${field}” looks like a secret written out. Put it into the environment and name it: secrets: { ${String(path.at(-1))}: MY_NAME }. Change the secret: this file has seen it.`,
    zh: `“${field}”像是直接写出的密钥。请放入环境变量并按名称引用：secrets: { ${String(path.at(-1))}: MY_NAME }。该密钥已暴露在文件中，请更换。`,
  };
  return { severity: 'error', code: 'WORKSPACE_SECRET_INLINE', message, where };
}
