import type { JsonObject } from '../../core/model/json.ts';
import { type ConnectorContext, FaultError, type WriteOp, type WriteOutcome } from '../../core/ports/connector.ts';
import { fault } from '../kit/fault.ts';
import { formatOf } from './formats/all.ts';
import type { Editor, FormatOptions } from './formats/format.ts';
import { probe } from './formats/probe.ts';
import type { Shape } from './formats/shape.ts';
import { decodeAll, encodeAll } from './formats/text.ts';
import { candidatesFor, namesIn } from './newKey.ts';
import { planOps, type Step } from './plan.ts';
import { inLine } from './pushQueue.ts';
import { revisionOf } from './revision.ts';
import { rowsOf } from './rows.ts';
import type { FileConfig, FileStreamConfig } from './schema.ts';
import { contentOf, folderOf, type Probed } from './source.ts';
import { gather, type RecordTable, remember, tableOf } from './table.ts';

/** Largest file that is rewritten: it is held in memory twice while that happens. */
const writtenBytesMax = 64 * 1024 * 1024;
/** A push begins again when somebody replaced the file meanwhile; so often in a row it is not by chance. */
const triesMax = 10;

type Context = ConnectorContext<FileConfig>;

/** Applies a batch: one replacement for each file it touches. Begins again with the new content when a file changed under it, so that nobody's edit is overwritten. */
export function pushOps(ctx: Context, name: string, stream: FileStreamConfig, ops: readonly WriteOp[]): Promise<readonly WriteOutcome[]> {
  return inLine(ctx.memo, name, ops, (all) => pushNow(ctx, name, stream, all));
}

async function pushNow(ctx: Context, name: string, stream: FileStreamConfig, ops: readonly WriteOp[]): Promise<readonly WriteOutcome[]> {
  const editor = formatOf(stream).edit;
  if (editor === undefined || !stream.writable) throw new FaultError(fault('invalid', 'file.read-only', 'Files of this stream are only read.', '该流的文件只读。'));
  for (let tries = 0; tries < triesMax; tries += 1) {
    ctx.signal.throwIfAborted();
    const outcomes = await tryOps(ctx, name, stream, editor, await tableOf(ctx, name, stream), ops);
    if (outcomes !== undefined) return outcomes;
  }
  throw new FaultError(fault('transient', 'file.busy', 'Another program keeps changing the file. Syncline tries again later.', '另一程序正在不断修改该文件，Syncline 稍后重试。'));
}

/** Records that may already be what each create would make. */
export async function findOps(ctx: Context, name: string, stream: FileStreamConfig, ops: readonly WriteOp[]): Promise<readonly (readonly JsonObject[])[]> {
  const table = await tableOf(ctx, name, stream);
  const names = namesIn(stream, table);
  return ops.map((op) => candidatesFor(op, stream, table, names));
}

/** One file as it is after a write. */
interface Stored {
  readonly file: Probed;
  readonly table: Omit<RecordTable, 'source'>;
}

/** One file as it is about to be edited. */
interface Draft {
  readonly file: Probed;
  readonly text: string;
  readonly isNew: boolean;
}

async function tryOps(
  ctx: Context,
  name: string,
  stream: FileStreamConfig,
  editor: Editor,
  table: RecordTable,
  ops: readonly WriteOp[],
): Promise<readonly WriteOutcome[] | undefined> {
  const target = table.source.files[0]?.path ?? stream.files;
  const drafts = new Map<string, Draft>();
  for (const path of pathsOf(ops, table, target)) {
    const draft = await draftOf(ctx, stream, editor, table, path);
    if (draft === undefined) return undefined;
    drafts.set(path, draft);
  }
  const columns = new Map<string, readonly string[]>();
  const about = (path: string): FormatOptions & { readonly columns: readonly string[] } => {
    const draft = drafts.get(path) as Draft;
    const options = { stream, shape: draft.file.shape, path };
    if (!columns.has(path)) columns.set(path, editor.columns(draft.text, options));
    return { ...options, columns: columns.get(path) ?? [] };
  };
  const steps = planOps(ops, { stream, table, editor, about, target });
  const written = new Map<string, Stored>();
  for (const draft of drafts.values()) {
    const stored = await replace(ctx, stream, editor, draft, steps);
    if (stored === 'changed') return undefined;
    if (stored !== 'untouched') written.set(draft.file.path, stored);
  }
  for (const stored of written.values()) rememberOnly(ctx, name, stream, table, stored);
  return steps.map((step) => outcomeOf(step, written));
}

/** Files that the operations can touch. */
function pathsOf(ops: readonly WriteOp[], table: RecordTable, target: string): ReadonlySet<string> {
  return new Set(ops.flatMap((op) => (op.action === 'create' ? target : (table.byId.get(op.id ?? '')?.file.path ?? []))));
}

async function draftOf(ctx: Context, stream: FileStreamConfig, editor: Editor, table: RecordTable, path: string): Promise<Draft | undefined> {
  const file = table.source.files.find((f) => f.path === path);
  if (file === undefined) {
    const fresh = { path, bytes: 0, modifiedAt: 0, shape: freshShape(stream) };
    return { file: fresh, text: editor.empty({ stream, shape: fresh.shape, path }), isNew: true };
  }
  if (file.bytes > writtenBytesMax) {
    throw new FaultError(fault('too-large', 'file.large', `${path} is larger than 64 MB and is not rewritten.`, `${path} 超过 64 MB，不会改写。`));
  }
  const bytes = await folderOf(ctx).read(path);
  if (bytes === undefined) return undefined;
  const text = decodeAll(bytes, file.shape.encoding);
  if (Buffer.compare(encodeAll(text, file.shape), bytes) !== 0) {
    const en = `${path} holds bytes that are not text in ${file.shape.encoding}; writing it would lose them. Save the file as UTF-8.`;
    throw new FaultError(fault('schema', 'file.encoding', en, `${path} 含有不属于 ${file.shape.encoding} 的字节，改写会丢失这些内容。请将文件另存为 UTF-8。`));
  }
  return { file, text, isNew: false };
}

/** Writes what the steps ask of one file; resolves to its records as they are stored then. `changed`: somebody replaced the file under us. */
async function replace(ctx: Context, stream: FileStreamConfig, editor: Editor, draft: Draft, steps: readonly Step[]): Promise<Stored | 'changed' | 'untouched'> {
  const { file, text } = draft;
  const mine = steps.filter((step) => 'path' in step && step.path === file.path);
  if (mine.length === 0) return 'untouched';
  const edits = {
    changed: new Map(mine.flatMap((s) => ('edit' in s && s.edit === 'change' ? [[s.index, s.record] as const] : []))),
    removed: new Set(mine.flatMap((s) => ('edit' in s && s.edit === 'remove' ? s.index : []))),
    added: mine.flatMap((s) => ('edit' in s && s.edit === 'add' ? [s.record] : [])),
  };
  const bytes = encodeAll(editor.apply(text, edits, { stream, shape: file.shape, path: file.path }), file.shape);
  const stored = await storedIn(ctx, stream, file, bytes);
  const replaced = await folderOf(ctx).replace(file.path, bytes, draft.isNew ? null : file.shape.sha256);
  return replaced ? stored : 'changed';
}

/** What reading will give from these bytes: the outcome tells exactly what we stored, not what somebody made of it a moment later. */
async function storedIn(ctx: Context, stream: FileStreamConfig, file: Probed, bytes: Uint8Array): Promise<Stored> {
  const one = async function* (): AsyncIterable<Uint8Array> {
    yield bytes;
  };
  const shape = await probe(one(), stream);
  if (shape.encoding !== file.shape.encoding || shape.delimiter !== file.shape.delimiter) throw ambiguous(file.path);
  const stored = { ...file, bytes: bytes.length, shape };
  return { file: stored, table: await gather(rowsOf(ctx, stream, [stored], async () => one())) };
}

/** After the write the bytes would be taken for another encoding or delimiter than before. */
function ambiguous(path: string): FaultError {
  const en = `With this write nobody could tell the encoding or delimiter of ${path} any more. Set \`encoding\` and \`delimiter\` in the configuration.`;
  return new FaultError(fault('schema', 'file.ambiguous', en, `写入后将无法判断 ${path} 的编码或分隔符。请在配置中设置 encoding 和 delimiter。`));
}

/** A stream of one file is known after a write without reading it again. */
function rememberOnly(ctx: Context, name: string, stream: FileStreamConfig, before: RecordTable, { file, table }: Stored): void {
  if (before.source.files.length > 1 || (before.source.files[0] ?? file).path !== file.path) return;
  remember(ctx, name, { source: { files: [file], content: contentOf([file], stream), stamp: '' }, ...table });
}

function outcomeOf(step: Step, written: ReadonlyMap<string, Stored>): WriteOutcome {
  if ('outcome' in step) return step.outcome;
  if (step.edit === 'remove') return { state: 'applied', id: step.id };
  const record = written.get(step.path)?.table.byId.get(step.id)?.record;
  if (record === undefined) throw new TypeError(`the file format wrote ${step.id} but does not read it`);
  return { state: 'applied', id: step.id, record, revision: revisionOf(record) };
}

/** A file that Syncline makes: UTF-8 unless configured, comma, line feeds. */
function freshShape(stream: FileStreamConfig): Shape {
  const encoding = stream.encoding === 'auto' ? 'utf-8' : stream.encoding;
  return { encoding, confidence: 'told', bom: encoding.startsWith('utf-16'), damaged: false, eol: '\n', delimiter: stream.delimiter ?? ',', bytes: 0, sha256: '' };
}
