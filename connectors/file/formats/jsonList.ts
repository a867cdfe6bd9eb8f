import { FileProblem, type FormatOptions } from './format.ts';
import { elementsAt, membersAt, type Span, skipSpace } from './jsonScan.ts';

/** The list of records in a JSON text: where its bracket opens and where its elements stand. Throws {@link FileProblem} when there is none. */
export function elementsOf(text: string, { stream, path }: Pick<FormatOptions, 'stream' | 'path'>): { readonly open: number; readonly elements: readonly Span[] } {
  const root = skipSpace(text, 0);
  const open = stream.list === undefined ? onlyList(text, root) : listAt(text, root, stream.list.split('.'));
  const elements = open === undefined ? undefined : elementsAt(text, open);
  if (open !== undefined && elements !== undefined) return { open, elements };
  const broken = open !== undefined;
  throw new FileProblem({
    kind: 'schema',
    code: broken ? 'json.syntax' : 'json.list',
    en: broken
      ? `${path} is not valid JSON: the list does not end, or a comma is missing.`
      : `${path} holds no list of records there. Set \`list\` to the path of the list, e.g. data.items.`,
    zh: broken ? `${path} 不是有效的 JSON：列表未结束或缺少逗号。` : `${path} 中未找到记录列表。请用 list 指明列表路径，例如 data.items。`,
  });
}

function onlyList(text: string, root: number): number | undefined {
  if (text[root] === '[') return root;
  const lists = (membersAt(text, root) ?? []).filter((m) => text[m.start] === '[');
  return lists.length === 1 ? lists[0]?.start : undefined;
}

function listAt(text: string, root: number, names: readonly string[]): number | undefined {
  let at = root;
  for (const name of names) {
    const member = membersAt(text, at)?.find((m) => m.name === name);
    if (member === undefined) return undefined;
    at = member.start;
  }
  return text[at] === '[' ? at : undefined;
}
