import { refuse } from '../../model/refusal.ts';
import { elementsHeldMax, tokenCharsMax } from '../source/limits.ts';
import type { TextSource } from '../source/textSource.ts';
import { TextWindow } from '../source/textWindow.ts';
import type { XmlElement } from '../xml/element.ts';
import { resolveEntities } from '../xml/entities.ts';
import type { SplitElement } from '../xml/reader.ts';

/** Deeper documents are refused: OFX has about ten levels. */
const depthMax = 60;

const tagPattern = /<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z0-9_.]+)\s*>/y;

/** Reads OFX of both kinds (SGML 1.x, where values have no end tag, and XML 2.x) into elements. A name that is never closed anywhere in the file is a value; a value ends at the next tag. Elements named `split` are handed over when they end and then dropped. */
export class OfxReader {
  readonly #text: TextSource;
  readonly #split: string;
  readonly #root: XmlElement = { name: '', attributes: new Map(), children: [], text: '', line: 1 };
  readonly #open: XmlElement[] = [this.#root];
  /** Elements held when each open element began. */
  readonly #heldBefore: number[] = [0];
  #ended: SplitElement | undefined;
  #closed: ReadonlySet<string> = new Set();
  #held = 0;

  constructor(text: TextSource, split: string) {
    this.#text = text;
    this.#split = split;
  }

  /** Reads the file twice: which names are closed, then the elements. */
  *elements(): Generator<SplitElement> {
    this.#closed = closedNames(this.#text);
    const window = new TextWindow(this.#text.chunks());
    if (!skipToOfx(window)) refuse('malformed', 'The file holds no <OFX> element.', '文件中没有 <OFX> 元素。', 1);
    let text = '';
    for (;;) {
      text += takeText(window);
      const { line } = window;
      const tag = takeTag(window);
      if (tag === 'text') {
        text += window.take(1);
        continue;
      }
      if (text.trim() !== '') this.#put(text.trim(), line);
      text = '';
      if (tag === undefined) break;
      if (tag[1] !== undefined) (this.#open.at(-1) as XmlElement).text += tag[1].trim();
      else if (tag[2] === '/') this.#close((tag[3] as string).toUpperCase());
      else this.#begin((tag[3] as string).toUpperCase(), line);
      if (this.#ended !== undefined) yield this.#ended;
      this.#ended = undefined;
    }
    if (this.#open.some((element) => element.name === 'OFX'))
      refuse('truncated', 'The file ends before </OFX>; it was cut off.', '文件在 </OFX> 之前结束,内容被截断。', window.line);
  }

  /** The `OFX` element, as far as the file has been read. */
  root(): XmlElement {
    return this.#root.children[0] as XmlElement;
  }

  #put(text: string, line: number): void {
    (this.#open.at(-1) as XmlElement).text += resolveEntities(text.replace(/&(?![a-z]{2,5};|#)/g, '&amp;'), line);
  }

  #begin(name: string, line: number): void {
    const top = this.#open.at(-1) as XmlElement;
    if (this.#open.length > 1 && (top.text !== '' || !this.#closed.has(top.name))) this.#leave(this.#open.length - 1);
    if (this.#open.length > depthMax) refuse('too_deep', `The file is nested deeper than ${depthMax} levels.`, `文件嵌套超过 ${depthMax} 层。`, line);
    const element: XmlElement = { name, attributes: new Map(), children: [], text: '', line };
    this.#heldBefore[this.#open.length] = this.#held;
    this.#held += 1;
    if (this.#held > elementsHeldMax) refuse('too_large', 'The document has too many elements.', '文档元素过多。', line);
    (this.#open.at(-1) as XmlElement).children.push(element);
    this.#open.push(element);
  }

  #close(name: string): void {
    const at = this.#open.findLastIndex((element) => element.name === name);
    if (at > 0) this.#leave(at);
  }

  /** Ends all elements from a depth on; the outermost of the wanted name among them is handed over and dropped from its parent. */
  #leave(depth: number): void {
    const at = this.#open.findIndex((element, i) => i >= depth && element.name === this.#split);
    if (at > 0) {
      const [element, parent] = [this.#open[at] as XmlElement, this.#open[at - 1] as XmlElement];
      this.#ended = { element, parents: this.#open.slice(1, at) };
      parent.children.pop();
      this.#held = this.#heldBefore[at] as number;
    }
    this.#open.length = depth;
  }
}

/** Names that have an end tag somewhere in the file. */
function closedNames(text: TextSource): ReadonlySet<string> {
  const closed = new Set<string>();
  let rest = '';
  for (const chunk of text.chunks()) {
    const piece = rest + chunk;
    for (const match of piece.matchAll(/<\/([A-Za-z0-9_.]+)\s*>/g)) closed.add((match[1] as string).toUpperCase());
    rest = piece.slice(Math.max(piece.lastIndexOf('<'), piece.length - 1_000));
  }
  return closed;
}

function skipToOfx(window: TextWindow): boolean {
  for (;;) {
    const at = window.text.slice(window.at).search(/<OFX>/i);
    if (at >= 0) {
      window.take(at);
      return true;
    }
    window.take(Math.max(0, window.held - 5));
    if (!window.more()) return false;
  }
}

/** Text up to the next `<`, which may be none of ours. */
function takeText(window: TextWindow): string {
  const end = window.find('<', 0, tokenCharsMax);
  const length = end < 0 ? window.held : end;
  if (length > tokenCharsMax) refuse('too_large', 'A value of the file is too long.', '文件中的某个值过长。', window.line);
  return window.take(length);
}

/** The tag or CDATA section that stands here; `text` for a `<` that begins neither. Undefined at the end of the file. */
function takeTag(window: TextWindow): RegExpExecArray | 'text' | undefined {
  if (window.atEnd()) return undefined;
  window.find(window.startsWith('<![CDATA[') ? ']]>' : '>', 0, tokenCharsMax);
  tagPattern.lastIndex = window.at;
  const tag = tagPattern.exec(window.text);
  if (tag === null) return 'text';
  window.take(tag[0].length);
  return tag;
}
