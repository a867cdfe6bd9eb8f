import { decimalOf } from '../../model/money.ts';
import type { Refusal } from '../model/refusal.ts';
import type { BankLine } from '../model/statement.ts';
import type { StatementEnd } from '../model/statementPart.ts';
import type { StatementProof } from '../proof/statementProof.ts';

/** One bank line as `syncline statement --json` prints it; amounts are decimal strings. */
export interface ReportedLine {
  readonly id: string;
  readonly date: string;
  readonly valueDate?: string;
  readonly amount: string;
  readonly currency: string;
  readonly status: string;
  readonly reference?: string;
  readonly endToEndId?: string;
  readonly counterparty?: string;
  readonly counterpartyAccount?: string;
  readonly text: string;
  readonly bankId?: string;
  readonly code?: string;
  readonly reversal?: true;
  readonly parts?: readonly { readonly amount: string; readonly currency: string; readonly reference?: string; readonly counterparty?: string; readonly text: string }[];
  readonly line?: number;
}

/** One statement as printed. `proof.ok` is null when the bank gave nothing to prove with. */
export interface ReportedStatement {
  readonly account: string;
  readonly accountName?: string;
  readonly currency: string;
  readonly kind: string;
  readonly number?: string;
  readonly from?: string;
  readonly to?: string;
  readonly opening: string | null;
  readonly closing: string | null;
  readonly lines: readonly ReportedLine[];
  readonly ignored: number;
  readonly proof: { readonly ok: boolean | null; readonly state: string; readonly difference: string | null; readonly broken: readonly string[] };
}

/** A statement as printed, before its lines. */
export type ReportedHead = Omit<ReportedStatement, 'lines'>;

/** One file as printed by `syncline statement --json`. */
export interface StatementReport {
  readonly file: string;
  readonly format: string;
  readonly statements: readonly ReportedStatement[];
  readonly refused?: Refusal;
}

/** A statement as printed, without its lines. */
export function reportHead(statement: StatementEnd, proof: StatementProof, ignored: number): ReportedHead {
  const amount = (minor: bigint | undefined): string | null => (minor === undefined ? null : decimalOf({ minor, currency: statement.currency }));
  return {
    account: statement.account,
    accountName: statement.accountName,
    currency: statement.currency,
    kind: statement.kind,
    number: statement.number,
    from: statement.from,
    to: statement.to,
    opening: amount(statement.openingMinor),
    closing: amount(statement.closingMinor),
    ignored,
    proof: { ok: proof.state === 'unprovable' ? null : proof.state === 'proved', state: proof.state, difference: amount(proof.differenceMinor), broken: proof.broken },
  };
}

/** One line as printed. */
export function reportLine(id: string, line: BankLine): ReportedLine {
  const { amountMinor, written: _written, parts, ...rest } = line;
  return {
    id,
    ...rest,
    amount: decimalOf({ minor: amountMinor, currency: line.currency }),
    parts: parts?.map(({ amountMinor: part, endToEndId, counterpartyAccount: _account, ...story }) => ({
      ...story,
      reference: story.reference ?? endToEndId,
      amount: decimalOf({ minor: part, currency: story.currency }),
    })),
  };
}
