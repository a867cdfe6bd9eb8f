import { contentHash } from '../../model/hash.ts';
import type { BankLine, BankStatement } from '../model/statement.ts';

/** A bank line with the id that makes importing it twice harmless. */
export interface IdentifiedLine {
  readonly id: string;
  readonly account: string;
  readonly kind: BankStatement['kind'];
  readonly line: BankLine;
}

/**
 * Gives every line of a statement its id: source, account, currency, day and amount with the bank's own id, else with
 * the line's content; equal lines of one statement are told apart by their ordinal, so two equal real payments both
 * stay and the same statement gives the same ids for ever. A pending line has an id of its own.
 *
 * The bank's id never stands alone: some banks number the entries of every statement from 1.
 */
export function identifyLines(statement: BankStatement, source = ''): IdentifiedLine[] {
  const seen = new Map<string, number>();
  return statement.lines.map((line) => {
    const content = contentHash([
      source,
      statement.account,
      line.currency,
      line.date,
      String(line.amountMinor),
      line.status,
      ...(line.bankId === undefined ? ['', line.reference ?? '', line.endToEndId ?? '', line.counterparty ?? '', line.counterpartyAccount ?? '', line.text] : [line.bankId]),
    ]);
    const ordinal = seen.get(content) ?? 0;
    seen.set(content, ordinal + 1);
    return { id: ordinal === 0 ? content : `${content}.${ordinal}`, account: statement.account, kind: statement.kind, line };
  });
}
