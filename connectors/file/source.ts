import { createHash } from 'node:crypto';
import { type ConnectorContext, FaultError, type Files } from '../../core/ports/connector.ts';
import { fault } from '../kit/fault.ts';
import { formatNameOf } from './formats/all.ts';
import { probe } from './formats/probe.ts';
import type { Shape } from './formats/shape.ts';
import { isLiteral, patternOf } from './pattern.ts';
import type { FileConfig, FileStreamConfig } from './schema.ts';

/** A file of a stream, as listed. */
export interface Found {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: number;
}

/** A file of a stream with what its bytes say. */
export interface Probed extends Found {
  readonly shape: Shape;
}

/** The files of a stream at one moment. */
export interface Source {
  readonly files: readonly Probed[];
  /** See `fileCursor`. */
  readonly content: string;
  readonly stamp: string;
}

/** A file this young may change again within the same tick of its clock: its time proves nothing yet. */
const youngMs = 3_000;
/** Probes kept per connection; a folder with more files is probed anew. */
const probesMax = 5_000;

/** The folder of the connection; throws when the connection was made without one (a bug of the caller). */
export function folderOf(ctx: ConnectorContext<FileConfig>): Files {
  if (ctx.files === undefined) throw new TypeError(`connection ${ctx.connection} was made without its folder`);
  return ctx.files;
}

/** Files that belong to a stream, in byte order of their paths. */
export async function listOf(ctx: ConnectorContext<FileConfig>, stream: FileStreamConfig): Promise<readonly Found[]> {
  const matches = patternOf(stream.files);
  return (await folderOf(ctx).list()).filter((file) => matches(file.path));
}

/** The cheap look: changes when a name, size or time does. Empty while a file is too young to be told by its time. */
export function stampOf(files: readonly Found[], stream: FileStreamConfig, now: number): string {
  if (files.some((file) => now - file.modifiedAt < youngMs)) return '';
  return digest([stream, ...files.map((f) => [f.path, f.bytes, f.modifiedAt])]);
}

/** Probes the stream's files (remembered by name, size and time) and digests their contents together with the settings. Throws a {@link FaultError} when no file is there. */
export async function sourceOf(ctx: ConnectorContext<FileConfig>, stream: FileStreamConfig): Promise<Source> {
  const found = await listOf(ctx, stream);
  if (found.length === 0 && !mayBeAbsent(stream)) throw noFiles(stream);
  const files: Probed[] = [];
  for (const file of found) {
    if (ctx.signal.aborted) throw new FaultError(fault('transient', 'aborted', 'Reading was stopped.', '读取已中止。'));
    const shape = await shapeOf(ctx, stream, file);
    if (shape !== undefined) files.push({ ...file, shape });
  }
  return { files, content: contentOf(files, stream), stamp: stampOf(found, stream, ctx.now()) };
}

/** Names the contents of a stream's files together with the settings they are read by. */
export function contentOf(files: readonly Probed[], stream: FileStreamConfig): string {
  return digest([stream, ...files.map((f) => [f.path, f.shape.sha256])]);
}

/** A file that Syncline itself will make need not be there yet. */
export function mayBeAbsent(stream: FileStreamConfig): boolean {
  return stream.writable && isLiteral(stream.files) && (formatNameOf(stream) !== 'csv' || stream.columns !== undefined);
}

async function shapeOf(ctx: ConnectorContext<FileConfig>, stream: FileStreamConfig, file: Found): Promise<Shape | undefined> {
  const name = `probe\n${digest([stream])}\n${file.path}`;
  const known = ctx.memo.get(name) as (Found & { readonly shape: Shape }) | undefined;
  const old = ctx.now() - file.modifiedAt >= youngMs;
  if (known !== undefined && old && known.bytes === file.bytes && known.modifiedAt === file.modifiedAt) return known.shape;
  const chunks = await folderOf(ctx).stream(file.path);
  if (chunks === undefined) return undefined; // gone since the listing
  const shape = await probe(chunks, stream);
  if (ctx.memo.size < probesMax) ctx.memo.set(name, { ...file, shape });
  return shape;
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}

function noFiles(stream: FileStreamConfig): FaultError {
  return new FaultError(
    fault(
      'missing',
      'files.none',
      `There is no file ${JSON.stringify(stream.files)} in the folder of this connection. Put it there or correct \`files\`.`,
      `此连接的文件夹中没有文件 ${JSON.stringify(stream.files)}。请放入文件或更正 files。`,
    ),
  );
}
