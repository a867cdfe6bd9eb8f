import { refuse } from '../../model/refusal.ts';
import type { XmlElement } from '../xml/element.ts';
import { resolveEntities } from '../xml/entities.ts';

/** Deeper documents are refused: OFX has about ten levels. */
const depthMax = 60;

/** Parses OFX of both kinds (SGML 1.x, where values have no end tag, and XML 2.x) into elements under one root. A name that is never closed anywhere in the file is a value; a value ends at the next tag. */
export function parseOfx(source: string): XmlElement {
  const start = source.search(/<OFX>/i);
  if (start < 0) refuse('malformed', 'The file holds no <OFX> element.', '文件中没有 <OFX> 元素。', 1);
  const closed = new Set([...source.matchAll(/<\/([A-Za-z0-9_.]+)\s*>/g)].map((m) => (m[1] as string).toUpperCase()));
  const root: XmlElement = { name: '', attributes: new Map(), children: [], text: '', line: 1 };
  const open: XmlElement[] = [root];
  let line = source.slice(0, start).split('\n').length;
  let from = start;
  for (const tag of source.matchAll(/<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z0-9_.]+)\s*>/g)) {
    if (tag.index < start) continue;
    line += put(open, source.slice(from, tag.index), line);
    from = tag.index + tag[0].length;
    if (tag[1] !== undefined) (open.at(-1) as XmlElement).text += tag[1].trim();
    else if (tag[2] === '/') close(open, (tag[3] as string).toUpperCase());
    else begin(open, (tag[3] as string).toUpperCase(), closed, line);
    line += tag[0].split('\n').length - 1;
  }
  if (open.some((element) => element.name === 'OFX')) refuse('truncated', 'The file ends before </OFX>; it was cut off.', '文件在 </OFX> 之前结束,内容被截断。', line);
  return root.children[0] as XmlElement;
}

function put(open: XmlElement[], raw: string, line: number): number {
  const text = raw.trim();
  if (text !== '') (open.at(-1) as XmlElement).text += resolveEntities(text.replace(/&(?![a-z]{2,5};|#)/g, '&amp;'), line);
  return raw.split('\n').length - 1;
}

function begin(open: XmlElement[], name: string, closed: ReadonlySet<string>, line: number): void {
  const top = open.at(-1) as XmlElement;
  if (open.length > 1 && (top.text !== '' || !closed.has(top.name))) open.pop();
  if (open.length > depthMax) refuse('too_deep', `The file is nested deeper than ${depthMax} levels.`, `文件嵌套超过 ${depthMax} 层。`, line);
  const element: XmlElement = { name, attributes: new Map(), children: [], text: '', line };
  (open.at(-1) as XmlElement).children.push(element);
  open.push(element);
}

function close(open: XmlElement[], name: string): void {
  const at = open.findLastIndex((element) => element.name === name);
  if (at > 0) open.length = at;
}
