/** An XML element without its namespace prefix. Text is what stands directly inside, entities resolved, trimmed. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
  /** Line of the start tag, 1-based. */
  readonly line: number;
}

/** First child of that name along a path (`Acct/Id/IBAN`). */
export function at(element: XmlElement | undefined, path: string): XmlElement | undefined {
  let found = element;
  for (const name of path.split('/')) found = found?.children.find((child) => child.name === name);
  return found;
}

/** Text at a path, undefined when absent or empty. */
export function textAt(element: XmlElement | undefined, path: string): string | undefined {
  const text = at(element, path)?.text;
  return text === undefined || text === '' ? undefined : text;
}

/** All children of that name. */
export function all(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The first of several paths that has text. */
export function firstText(element: XmlElement | undefined, ...paths: string[]): string | undefined {
  for (const path of paths) {
    const text = textAt(element, path);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Every element of one of the names, outermost first; it does not look inside a hit. */
export function outermost(element: XmlElement, names: ReadonlySet<string>, found: XmlElement[] = []): XmlElement[] {
  if (names.has(element.name)) found.push(element);
  else for (const child of element.children) outermost(child, names, found);
  return found;
}
