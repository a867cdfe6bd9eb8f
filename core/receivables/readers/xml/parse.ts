import { refuse } from '../../model/refusal.ts';
import type { XmlElement } from './element.ts';
import { resolveEntities } from './entities.ts';

/** Deeper documents are refused: the deepest real statement has about 15 levels. */
const depthMax = 100;
/** More elements than a 64 MB statement has. */
const elementsMax = 5_000_000;

interface Cursor {
  readonly source: string;
  at: number;
  line: number;
}

/** Parses an XML document into elements. Only the five predefined entities and character references exist; a declared entity, a missing end tag or a second root is a named refusal with its line. Comments, processing instructions and a DOCTYPE without internal subset are skipped. */
export function parseXml(source: string): XmlElement {
  const cursor: Cursor = { source, at: 0, line: 1 };
  const document: XmlElement = { name: '', attributes: new Map(), children: [], text: '', line: 1 };
  const open: XmlElement[] = [document];
  let count = 0;
  while (cursor.at < source.length) {
    const lt = source.indexOf('<', cursor.at);
    addText(open, cursor, lt < 0 ? source.length : lt);
    if (lt < 0) break;
    if (skipMarkup(cursor, open)) continue;
    if (source.startsWith('</', cursor.at)) {
      closeTag(cursor, open);
      continue;
    }
    count += 1;
    if (count > elementsMax) refuse('too_large', 'The document has too many elements.', '文档元素过多。', cursor.line);
    openTag(cursor, open);
  }
  if (open.length > 1) refuse('truncated', `The file ends inside <${open.at(-1)?.name}>; it was cut off.`, `文件在 <${open.at(-1)?.name}> 内结束,内容被截断。`, cursor.line);
  const root = document.children[0];
  if (root === undefined) refuse('malformed', 'The file holds no XML element.', '文件中没有 XML 元素。', 1);
  if (document.children.length > 1) refuse('malformed', 'The file holds more than one XML document.', '文件中含有多个 XML 文档。', document.children[1]?.line);
  return root;
}

function advance(cursor: Cursor, to: number): string {
  const text = cursor.source.slice(cursor.at, to);
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) cursor.line += 1;
  cursor.at = to;
  return text;
}

function addText(open: XmlElement[], cursor: Cursor, to: number): void {
  if (to === cursor.at) return;
  const line = cursor.line;
  const text = advance(cursor, to).trim();
  if (text === '') return;
  if (open.length === 1) refuse('malformed', 'Text stands outside the XML document.', 'XML 文档之外存在文本。', line);
  const parent = open.at(-1) as XmlElement;
  parent.text = parent.text === '' ? resolveEntities(text, line) : `${parent.text} ${resolveEntities(text, line)}`;
}

function skipTo(cursor: Cursor, end: string): string {
  const to = cursor.source.indexOf(end, cursor.at);
  if (to < 0) refuse('truncated', `The file ends before ${JSON.stringify(end)}; it was cut off.`, `文件在 ${JSON.stringify(end)} 之前结束,内容被截断。`, cursor.line);
  return advance(cursor, to + end.length);
}

function skipMarkup(cursor: Cursor, open: XmlElement[]): boolean {
  const { source, at } = cursor;
  if (source.startsWith('<!--', at)) skipTo(cursor, '-->');
  else if (source.startsWith('<![CDATA[', at)) {
    const text = skipTo(cursor, ']]>').slice(9, -3).trim();
    const parent = open.at(-1) as XmlElement;
    parent.text = [parent.text, text].filter((part) => part !== '').join(' ');
  } else if (source.startsWith('<?', at)) skipTo(cursor, '?>');
  else if (source.startsWith('<!DOCTYPE', at)) {
    const line = cursor.line;
    if (skipTo(cursor, '>').includes('['))
      refuse('entity_declared', 'The document declares its own entities; such files are not read.', '文档自行声明实体,此类文件不予读取。', line);
  } else if (source.startsWith('<!', at)) refuse('malformed', 'The file holds a declaration that XML documents do not have here.', '文件含有此处不允许的声明。', cursor.line);
  else return false;
  return true;
}

function closeTag(cursor: Cursor, open: XmlElement[]): void {
  const line = cursor.line;
  const name = localName(skipTo(cursor, '>').slice(2, -1).trim());
  const last = open.pop() as XmlElement;
  if (open.length === 0 || last.name !== name)
    refuse(
      'malformed',
      `</${name}> closes nothing; <${last.name}> of line ${last.line} is open.`,
      `</${name}> 没有对应的开始标签;第 ${last.line} 行的 <${last.name}> 未关闭。`,
      line,
    );
}

const attributePattern = /\s+([^\s=]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;

function openTag(cursor: Cursor, open: XmlElement[]): void {
  const line = cursor.line;
  const tag = advance(cursor, endOfTag(cursor));
  const selfClosing = tag.endsWith('/>');
  const body = tag.slice(1, selfClosing ? -2 : -1);
  const name = /^[^\s]+/.exec(body)?.[0] ?? '';
  if (!/^[\p{L}_][\p{L}\p{N}_.:-]*$/u.test(name)) refuse('malformed', `<${name.slice(0, 40)}> is not a tag.`, `<${name.slice(0, 40)}> 不是有效标签。`, line);
  const attributes = new Map<string, string>();
  for (const match of body.slice(name.length).matchAll(attributePattern)) attributes.set(localName(match[1] as string), resolveEntities(match[2] ?? match[3] ?? '', line));
  const element: XmlElement = { name: localName(name), attributes, children: [], text: '', line };
  (open.at(-1) as XmlElement).children.push(element);
  if (selfClosing) return;
  open.push(element);
  if (open.length > depthMax) refuse('too_deep', `The document is nested deeper than ${depthMax} levels.`, `文档嵌套超过 ${depthMax} 层。`, line);
}

/** Position behind the `>` that ends the tag; quotes may hold `>`. */
function endOfTag(cursor: Cursor): number {
  let quote = '';
  for (let i = cursor.at + 1; i < cursor.source.length; i += 1) {
    const c = cursor.source[i] as string;
    if (quote !== '') quote = c === quote ? '' : quote;
    else if (c === '"' || c === "'") quote = c;
    else if (c === '>') return i + 1;
    else if (c === '<') break;
  }
  return refuse('truncated', 'A tag is not finished; the file was cut off or is damaged.', '标签未结束,文件被截断或已损坏。', cursor.line);
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
