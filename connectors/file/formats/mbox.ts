import type { Format, Row } from './format.ts';
import { LineSplitter } from './lines.ts';
import { messageBytesMax, messageRow } from './mail.ts';
import { textOf } from './text.ts';

/** Messages whose rows are handed on at once. */
const batchRows = 100;

/** A mailbox in one file (mboxrd, mboxo): messages begin at `From ` after an empty line. Bytes are kept as they are (latin1 in, latin1 out), since each message has its own charset. */
export const mbox: Format = {
  key: ['id'],
  async *rows(chunks) {
    const splitter = new LineSplitter();
    let message: Message | undefined;
    let blank = true;
    let batch: Row[] = [];
    const lines = async function* (): AsyncIterable<ReturnType<LineSplitter['push']>[number]> {
      for await (const text of textOf(chunks, 'binary')) yield* splitter.push(text);
      yield* splitter.end();
    };
    for await (const { text, line } of lines()) {
      if (blank && text.startsWith('From ')) {
        if (message !== undefined) batch.push(await rowOf(message));
        message = { line, text: '' };
      } else if (message !== undefined && message.text.length < messageBytesMax) {
        message.text += `${text.replace(/^>(>*From )/, '$1')}\r\n`;
      }
      blank = text === '';
      if (batch.length < batchRows) continue;
      yield batch;
      batch = [];
    }
    if (message !== undefined) batch.push(await rowOf(message));
    yield batch;
  },
};

interface Message {
  readonly line: number;
  text: string;
}

function rowOf(message: Message): Promise<Row> {
  return messageRow(Buffer.from(message.text, 'latin1'), message.line);
}
