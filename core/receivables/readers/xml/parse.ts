import { TextWindow } from '../source/textWindow.ts';
import type { XmlElement } from './element.ts';
import { XmlReader } from './reader.ts';

/** More elements than a 64 MB document has. */
const elementsMax = 5_000_000;

/** Parses a whole XML document into elements, as {@link XmlReader} reads it. */
export function parseXml(source: string): XmlElement {
  const reader = new XmlReader(new TextWindow([source]), { elementsMax, tokenCharsMax: source.length, split: new Set() });
  for (const _ of reader.elements());
  return reader.root();
}
