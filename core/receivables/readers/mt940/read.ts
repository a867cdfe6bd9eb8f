import { refuse } from '../../model/refusal.ts';
import type { StatementPart } from '../../model/statementPart.ts';
import { textLines } from '../source/textLines.ts';
import { type SwiftField, swiftFields } from './fields.ts';
import { type MessageBefore, SwiftMessage } from './message.ts';

/** Reads MT940 (day) and MT942 (within the day), line by line, with their national habits: wrapped tags, missing ends, pages `60M`/`62M`, blanks for the entry date, a balance without its currency. */
export function* readMt940(text: Iterable<string>, currency?: string): Generator<StatementPart> {
  let message: SwiftMessage | undefined;
  let before: MessageBefore | undefined;
  let count = 0;
  let interim = true;
  const ended = function* (): Generator<StatementPart> {
    if (message === undefined) return;
    const left = yield* message.end();
    if (left === undefined) return;
    interim &&= message.isInterim;
    before = left;
    count += 1;
  };
  for (const token of swiftFields(textLines(text))) {
    if (token === 'message') {
      yield* ended();
      message = new SwiftMessage(count, before, currency);
    } else yield* (message as SwiftMessage).take(token satisfies SwiftField);
  }
  yield* ended();
  if (count === 0) refuse('no_statement', 'The file holds no balance and no statement line (:60:, :61:, :62:).', '文件中没有余额,也没有流水行(:60:、:61:、:62:)。', 1);
  yield { format: interim ? 'mt942' : 'mt940' };
}
