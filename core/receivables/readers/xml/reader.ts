import { refuse } from '../../model/refusal.ts';
import type { TextWindow } from '../source/textWindow.ts';
import type { XmlElement } from './element.ts';
import { resolveEntities } from './entities.ts';

/** Deeper documents are refused: the deepest real statement has about 15 levels. */
const depthMax = 100;

/** How a document is read. */
export interface XmlOptions {
  /** Elements held at once; more are refused. */
  readonly elementsMax: number;
  /** Characters of one tag or text; more are refused. */
  readonly tokenCharsMax: number;
  /** Elements of these names are handed over when they end and then dropped from the tree. */
  readonly split: ReadonlySet<string>;
}

/** An element that has ended, with the elements around it, outermost first. */
export interface SplitElement {
  readonly element: XmlElement;
  readonly parents: readonly XmlElement[];
}

const noAttributes: ReadonlyMap<string, string> = new Map();

/** Reads XML from a window. Only the five predefined entities and character references exist; a declared entity, a missing end tag or a second root is a named refusal with its line. Comments, processing instructions and a DOCTYPE without internal subset are skipped. */
export class XmlReader {
  readonly #window: TextWindow;
  readonly #options: XmlOptions;
  readonly #document: XmlElement = { name: '', attributes: noAttributes, children: [], text: '', line: 1 };
  readonly #open: XmlElement[] = [this.#document];
  /** Elements held when each open element began: what is dropped with it. */
  readonly #heldBefore: number[] = [0];
  #held = 0;

  constructor(window: TextWindow, options: XmlOptions) {
    this.#window = window;
    this.#options = options;
  }

  /** Reads the document to its end, handing over what {@link XmlOptions.split} names. */
  *elements(): Generator<SplitElement> {
    const window = this.#window;
    while (!window.atEnd()) {
      this.#text();
      if (window.atEnd()) break;
      if (this.#markup()) continue;
      const ended = window.startsWith('</') ? this.#closeTag() : this.#openTag();
      if (ended === undefined || !this.#options.split.has(ended.name)) continue;
      yield { element: ended, parents: this.#open.slice(1) };
      this.#drop();
    }
    if (this.#open.length > 1) {
      const name = this.#open.at(-1)?.name;
      refuse('truncated', `The file ends inside <${name}>; it was cut off.`, `文件在 <${name}> 内结束,内容被截断。`, window.line);
    }
  }

  /** The root element, when the document has been read to its end. */
  root(): XmlElement {
    const [root, second] = this.#document.children;
    if (root === undefined) refuse('malformed', 'The file holds no XML element.', '文件中没有 XML 元素。', 1);
    if (second !== undefined) refuse('malformed', 'The file holds more than one XML document.', '文件中含有多个 XML 文档。', second.line);
    return root;
  }

  /** Takes the element that has just ended out of the tree; the root stays, so that a second one is seen. */
  #drop(): void {
    const parent = this.#open.at(-1) as XmlElement;
    if (parent === this.#document) return;
    parent.children.pop();
    this.#held = this.#heldBefore[this.#open.length] as number;
  }

  #text(): void {
    const { line } = this.#window;
    const found = this.#window.find('<', 0, this.#options.tokenCharsMax);
    const length = found < 0 ? this.#window.held : found;
    if (length > this.#options.tokenCharsMax) this.#tooLong(line);
    const text = length === 0 ? '' : this.#window.take(length).trim();
    if (text === '') return;
    if (this.#open.length === 1) refuse('malformed', 'Text stands outside the XML document.', 'XML 文档之外存在文本。', line);
    const parent = this.#open.at(-1) as XmlElement;
    parent.text = parent.text === '' ? resolveEntities(text, line) : `${parent.text} ${resolveEntities(text, line)}`;
  }

  #tooLong(line: number): never {
    return refuse('too_large', 'A tag or text of the document is too long.', '文档中的某个标签或文本过长。', line);
  }

  #takeTo(end: string): string {
    const { line } = this.#window;
    const found = this.#window.find(end, 0, this.#options.tokenCharsMax);
    if (found > this.#options.tokenCharsMax || (found < 0 && this.#window.held > this.#options.tokenCharsMax)) this.#tooLong(line);
    if (found < 0) refuse('truncated', `The file ends before ${JSON.stringify(end)}; it was cut off.`, `文件在 ${JSON.stringify(end)} 之前结束,内容被截断。`, line);
    return this.#window.take(found + end.length);
  }

  #markup(): boolean {
    const window = this.#window;
    const { line } = window;
    if (window.startsWith('<?')) this.#takeTo('?>');
    else if (!window.startsWith('<!')) return false;
    else if (window.startsWith('<!--')) this.#takeTo('-->');
    else if (window.startsWith('<![CDATA[')) {
      const text = this.#takeTo(']]>').slice(9, -3).trim();
      const parent = this.#open.at(-1) as XmlElement;
      parent.text = [parent.text, text].filter((part) => part !== '').join(' ');
    } else if (window.startsWith('<!DOCTYPE')) {
      if (this.#takeTo('>').includes('['))
        refuse('entity_declared', 'The document declares its own entities; such files are not read.', '文档自行声明实体,此类文件不予读取。', line);
    } else refuse('malformed', 'The file holds a declaration that XML documents do not have here.', '文件含有此处不允许的声明。', line);
    return true;
  }

  #closeTag(): XmlElement {
    const { line } = this.#window;
    const name = localName(this.#takeTo('>').slice(2, -1).trim());
    const last = this.#open.pop() as XmlElement;
    if (this.#open.length > 0 && last.name === name) return last;
    return refuse(
      'malformed',
      `</${name}> closes nothing; <${last.name}> of line ${last.line} is open.`,
      `</${name}> 没有对应的开始标签;第 ${last.line} 行的 <${last.name}> 未关闭。`,
      line,
    );
  }

  /** Opens an element; an empty one (`<a/>`) has ended and is given back. */
  #openTag(): XmlElement | undefined {
    const { line } = this.#window;
    const tag = this.#window.take(this.#tagLength());
    const selfClosing = tag.endsWith('/>');
    const body = tag.slice(1, selfClosing ? -2 : -1);
    const name = /^[^\s]+/.exec(body)?.[0] ?? '';
    if (!/^[\p{L}_][\p{L}\p{N}_.:-]*$/u.test(name)) refuse('malformed', `<${name.slice(0, 40)}> is not a tag.`, `<${name.slice(0, 40)}> 不是有效标签。`, line);
    const element: XmlElement = { name: localName(name), attributes: attributesOf(body.slice(name.length), line), children: [], text: '', line };
    (this.#open.at(-1) as XmlElement).children.push(element);
    this.#heldBefore[this.#open.length] = this.#held;
    this.#held += 1;
    if (this.#held > this.#options.elementsMax) refuse('too_large', 'The document has too many elements.', '文档元素过多。', line);
    if (selfClosing) return element;
    this.#open.push(element);
    if (this.#open.length > depthMax) refuse('too_deep', `The document is nested deeper than ${depthMax} levels.`, `文档嵌套超过 ${depthMax} 层。`, line);
    return undefined;
  }

  /** Length of the tag up to the `>` that ends it; quotes may hold `>`. */
  #tagLength(): number {
    const window = this.#window;
    const plain = window.find('>', 1, this.#options.tokenCharsMax);
    if (plain > 0 && !/["'<]/.test(window.text.slice(window.at + 1, window.at + plain))) return plain + 1;
    let quote = '';
    for (let i = 1; i < window.held || window.more(); i += 1) {
      const c = window.text[window.at + i] as string;
      if (quote !== '') quote = c === quote ? '' : quote;
      else if (c === '"' || c === "'") quote = c;
      else if (c === '>') return i + 1;
      else if (c === '<') break;
      if (i > this.#options.tokenCharsMax) this.#tooLong(window.line);
    }
    return refuse('truncated', 'A tag is not finished; the file was cut off or is damaged.', '标签未结束,文件被截断或已损坏。', window.line);
  }
}

const attributePattern = /\s+([^\s=]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;

function attributesOf(text: string, line: number): ReadonlyMap<string, string> {
  if (!text.includes('=')) return noAttributes;
  const attributes = new Map<string, string>();
  for (const match of text.matchAll(attributePattern)) attributes.set(localName(match[1] as string), resolveEntities(match[2] ?? match[3] ?? '', line));
  return attributes;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
