/** The bytes of a file in pieces, as often as asked: a reader looks at a file twice (what it is written in, then what it says) and holds only one piece. A piece may be overwritten when the next one is asked for. */
export interface ByteSource {
  /** As the user wrote it. */
  readonly name: string;
  chunks(): Iterable<Uint8Array>;
}

/** Bytes that are already in memory. */
export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  return { name, chunks: () => (bytes.length === 0 ? [] : [bytes]) };
}
