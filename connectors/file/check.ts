import type { Sentence } from '../../core/model/error.ts';
import { type ConnectorContext, FaultError } from '../../core/ports/connector.ts';
import { formatNameOf } from './formats/all.ts';
import { rowsOf } from './rows.ts';
import type { FileConfig, FileStreamConfig } from './schema.ts';
import { folderOf, type Probed, sourceOf } from './source.ts';

/** Names the folder and, for each stream, its files with rows, encoding and delimiter, and what is missing. Throws when the folder cannot be read. */
export async function checkFolder(ctx: ConnectorContext<FileConfig>): Promise<{ readonly account: string; readonly notes: readonly Sentence[] }> {
  await folderOf(ctx).list();
  const notes: Sentence[] = [];
  for (const [name, stream] of Object.entries(ctx.config.streams)) notes.push(...(await notesOf(ctx, name, stream)));
  return { account: `folder ${ctx.config.folder}`, notes };
}

async function notesOf(ctx: ConnectorContext<FileConfig>, name: string, stream: FileStreamConfig): Promise<Sentence[]> {
  try {
    const { files } = await sourceOf(ctx, stream);
    if (files.length === 0) return [{ en: `${name}: ${stream.files} is not there yet and will be made.`, zh: `${name}：${stream.files} 尚不存在，将自动创建。` }];
    const notes: Sentence[] = [];
    for (const file of files.slice(0, filesShownMax)) notes.push(await noteOf(ctx, name, stream, file));
    if (files.length > filesShownMax) notes.push({ en: `${name}: and ${files.length - filesShownMax} more files.`, zh: `${name}：另有 ${files.length - filesShownMax} 个文件。` });
    return notes;
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return [{ en: `${name}: ${error.fault.message.en}`, zh: `${name}：${error.fault.message.zh}` }];
  }
}

/** Files of a stream that are told one by one. */
const filesShownMax = 20;

async function noteOf(ctx: ConnectorContext<FileConfig>, name: string, stream: FileStreamConfig, file: Probed): Promise<Sentence> {
  let [good, bad] = [0, 0];
  let first: Sentence | undefined;
  for await (const rows of rowsOf(ctx, stream, [file])) {
    for (const row of rows) {
      if (row.rejected === undefined) good += 1;
      else bad += 1;
      first ??= row.rejected?.fault.message;
    }
  }
  const { encoding, confidence, bom, delimiter } = file.shape;
  const format = formatNameOf(stream);
  const form = format === 'csv' ? `${format}, ${encoding}${bom ? ' with BOM' : ''}, delimiter ${JSON.stringify(delimiter)}` : `${format}, ${encoding}`;
  const sure = { told: '', proved: '', likely: ' (encoding likely)', guessed: ' (encoding guessed: set `encoding` if names look wrong)' }[confidence];
  const sureZh = { told: '', proved: '', likely: '（编码为推测）', guessed: '（编码为猜测：若人名显示有误，请设置 encoding）' }[confidence];
  return {
    en: `${name}: ${file.path}: ${good} rows, ${form}${sure}${bad === 0 ? '' : `; ${bad} refused, the first: ${first?.en}`}`,
    zh: `${name}：${file.path}：${good} 行，${form}${sureZh}${bad === 0 ? '' : `；${bad} 行被拒，首个原因：${first?.zh}`}`,
  };
}
