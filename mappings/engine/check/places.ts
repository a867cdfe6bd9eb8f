import { type Document, isCollection, isMap, isNode, isPair, isScalar, type LineCounter } from 'yaml';

/** Line and column, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds where a key path of a YAML document stands in its text. */
export class Places {
  readonly #document: Document;
  readonly #lines: LineCounter;

  constructor(document: Document, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  /** The place of an offset in the text. */
  ofOffset(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  /** The place of the deepest part of the path that exists: of its key in a map, of its item in a list. */
  of(path: readonly PropertyKey[]): Place {
    let node: unknown = this.#document.contents;
    let offset = 0;
    for (const step of path) {
      if (!isCollection(node)) break;
      if (isMap(node)) {
        const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step));
        if (pair === undefined) break;
        offset = isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
        node = pair.value;
        continue;
      }
      const item = node.items[Number(step)];
      if (!isNode(item)) break;
      offset = item.range?.[0] ?? offset;
      node = item;
    }
    return this.ofOffset(offset);
  }
}
