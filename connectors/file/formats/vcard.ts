import type { Format, Row, RowProblem } from './format.ts';
import { LineSplitter } from './lines.ts';
import { textOf } from './text.ts';
import { type Card, CardGatherer } from './vcardCards.ts';
import { vcardEdit } from './vcardEdit.ts';
import { cardRecord } from './vcardRecord.ts';

/** vCard 2.1, 3.0 and 4.0: one record a card; photographs and unknown properties are left in the file. */
export const vcard: Format = {
  key: ['uid'],
  async *rows(chunks, options) {
    const [splitter, gatherer] = [new LineSplitter(), new CardGatherer()];
    for await (const text of textOf(chunks, options.shape.encoding)) {
      const rows = gatherer.push(splitter.push(text)).map(rowOf);
      if (rows.length > 0) yield rows;
    }
    yield [...gatherer.push(splitter.end()), ...gatherer.end()].map(rowOf);
  },
  edit: vcardEdit,
};

function rowOf(card: Card): Row {
  const base = { line: card.line, chars: card.next - card.start };
  return card.broken ? { ...base, problem: unended } : { ...base, record: cardRecord(card.properties.map((p) => p.text)) };
}

const unended: RowProblem = { kind: 'schema', code: 'vcard.end', en: 'This card has no END:VCARD. Export the address book again.', zh: '此名片缺少 END:VCARD。请重新导出通讯录。' };
