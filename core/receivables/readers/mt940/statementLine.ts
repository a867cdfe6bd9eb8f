import type { BankLine } from '../../model/statement.ts';
import { isEndToEndId } from '../../references/endToEnd.ts';
import type { SwiftField } from './fields.ts';
import { readLine61 } from './line61.ts';
import { readStory86 } from './story86.ts';

/** One line of a statement from its `:61:` and the stories behind it. */
export function statementLine(field: SwiftField, stories: readonly string[], currency: string): BankLine {
  const head = readLine61(field, currency);
  const story = readStory86(stories.join('\n'));
  const own = head.customerReference !== undefined && isEndToEndId(head.customerReference) && !/^[A-Z]REF\+?$/.test(head.customerReference) ? head.customerReference : undefined;
  return {
    date: head.date,
    valueDate: head.valueDate,
    amountMinor: head.amountMinor,
    currency,
    written: head.written,
    status: 'booked',
    bankId: head.bankReference !== undefined && isEndToEndId(head.bankReference) ? head.bankReference : undefined,
    reference: story.reference ?? own,
    endToEndId: story.endToEndId,
    counterparty: story.counterparty,
    counterpartyAccount: story.counterpartyAccount,
    text: [story.text, head.supplement.replaceAll('\n', ' ')].filter((t) => t !== '').join(' '),
    code: head.code,
    reversal: head.reversal ? true : undefined,
    line: field.line,
  };
}
