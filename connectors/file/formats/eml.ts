import type { Format } from './format.ts';
import { messageBytesMax, messageRow } from './mail.ts';

/** A file with one message. */
export const eml: Format = {
  key: ['id'],
  async *rows(chunks) {
    const head: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of chunks) {
      head.push(chunk.subarray(0, messageBytesMax - bytes));
      bytes += chunk.length;
      if (bytes >= messageBytesMax) break;
    }
    yield [await messageRow(Buffer.concat(head), 1)];
  },
};
