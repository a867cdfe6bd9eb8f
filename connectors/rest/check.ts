import type { Sentence } from '../../core/model/error.ts';
import { bodyOf, type Context, get } from './call.ts';
import { nextOf } from './next.ts';
import { listOf, sorted } from './rows.ts';
import { addressesOf, type RestStreamConfig } from './schema.ts';

/** Reads the first page of each stream and tells what is on it. Throws a fault when the server refuses or a page holds no list. */
export async function checkServer(ctx: Context): Promise<{ readonly account: string; readonly notes: readonly Sentence[] }> {
  const notes: Sentence[] = [];
  for (const [name, stream] of Object.entries(ctx.config.streams)) notes.push(await noteOf(ctx, name, stream));
  return { account: new URL(addressesOf(ctx.config.streams)[0] ?? '').host, notes };
}

async function noteOf(ctx: Context, name: string, stream: RestStreamConfig): Promise<Sentence> {
  const response = await get(ctx, stream.url);
  const body = bodyOf(response);
  const { records, rejected } = sorted(listOf(body, stream), 0, stream, new Set());
  const more = nextOf(response, body, stream.url, stream) !== undefined;
  const [first] = rejected;
  const bad = first === undefined ? '' : `; ${rejected.length} refused, the first: ${first.fault.message.en}`;
  const badZh = first === undefined ? '' : `；${rejected.length} 条被拒，首个原因：${first.fault.message.zh}`;
  return {
    en: `${name}: ${records.length} records on ${more ? 'the first page, more follow' : 'one page'}${bad}`,
    zh: `${name}：${more ? '首页' : '共一页，'} ${records.length} 条记录${more ? '，后面还有' : ''}${badZh}`,
  };
}
