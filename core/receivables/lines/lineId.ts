import { contentHash } from '../../model/hash.ts';
import type { BankLine, BankStatement } from '../model/statement.ts';
import { SeenContents } from './seenContents.ts';

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
  const ids = new LineIds(source);
  return statement.lines.map((line) => ({ id: ids.of(statement.account, line), account: statement.account, kind: statement.kind, line }));
}

/** Ids of the lines of one statement, asked for one after the other in the order of the file, as {@link identifyLines} gives them. */
export class LineIds {
  readonly #source: string;
  readonly #seen = new SeenContents();

  constructor(source: string) {
    this.#source = source;
  }

  /** The id of the next line. */
  of(account: string, line: BankLine): string {
    const content = contentHash([
      this.#source,
      account,
      line.currency,
      line.date,
      String(line.amountMinor),
      line.status,
      ...(line.bankId === undefined ? ['', line.reference ?? '', line.endToEndId ?? '', line.counterparty ?? '', line.counterpartyAccount ?? '', line.text] : [line.bankId]),
    ]);
    const ordinal = this.#seen.count(content);
    return ordinal === 0 ? content : `${content}.${ordinal}`;
  }
}
