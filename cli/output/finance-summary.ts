import { decimalOf, moneyFrom } from '../../core/model/money.ts';
import type { ExceptionsView, ProposalsView, ReceivablesView } from '../../core/receivables/answers/views.ts';
import type { Client } from '../client.ts';
import { CommandFailure } from '../exit.ts';
import { type Io, told, typed } from '../io.ts';
import { amounts, count, counted } from './amounts.ts';

/** Receivables in one look. */
export interface FinanceSummary {
  readonly receivables: ReceivablesView;
  readonly proposals: ProposalsView;
  readonly exceptions: ExceptionsView;
}

/** Asks for the summary; undefined where no receivables are kept. */
export async function financeSummary(client: Client): Promise<FinanceSummary | undefined> {
  try {
    const [receivables, proposals, exceptions] = await Promise.all([
      client.get<ReceivablesView>('/receivables', { settled: 'true' }),
      client.get<ProposalsView>('/receivables/proposals'),
      client.get<ExceptionsView>('/receivables/exceptions'),
    ]);
    return { receivables, proposals, exceptions };
  } catch (error) {
    if (error instanceof CommandFailure && error.code === 'RECEIVABLES_OFF') return undefined;
    throw error;
  }
}

/** What is open, what money was matched, and what waits for a person. */
export function financeSummaryLines({ receivables, proposals, exceptions }: FinanceSummary, io: Io): string[] {
  const { totals } = receivables;
  if (totals.length === 0) return [];
  const sum = (pick: 'open' | 'received') => totals.filter((total) => /[1-9]/.test(total[pick])).map((total) => ({ amount: total[pick], currency: total.currency }));
  const mark = (text: string): string => `  ${io.paint.yellow('•')} ${text}`;
  const [proposed, unknown] = [proposals.receipts.filter((r) => r.proposals.length > 0), proposals.receipts.filter((r) => r.proposals.length === 0)];
  const money = (receipts: ProposalsView['receipts']): string => amounts(perCurrency(receipts));
  return [
    io.paint.bold(told(io, { en: 'Receivables', zh: '应收' })),
    `  ${told(io, { en: 'open', zh: '未清' })}     ${amounts(sum('open')) || '–'}`,
    `  ${told(io, { en: 'matched', zh: '已核销' })}  ${amounts(sum('received')) || '–'}`,
    ...(proposed.length === 0
      ? []
      : [
          mark(
            told(io, {
              en: `${counted(proposed.length, 'proposal')} to decide (${money(proposed)}) → ${typed(io, 'propose')}`,
              zh: `${count(proposed.length)} 条匹配建议待处理（${money(proposed)}）→ ${typed(io, 'propose')}`,
            }),
          ),
        ]),
    ...(unknown.length === 0
      ? []
      : [
          mark(
            told(io, {
              en: `${counted(unknown.length, 'receipt')} not identified (${money(unknown)}) → ${typed(io, 'propose')}`,
              zh: `${count(unknown.length)} 笔收款待认领（${money(unknown)}）→ ${typed(io, 'propose')}`,
            }),
          ),
        ]),
    ...(exceptions.exceptions.length === 0
      ? []
      : [
          mark(
            told(io, {
              en: `${counted(exceptions.exceptions.length, 'exception')} → ${typed(io, 'exceptions')}`,
              zh: `${count(exceptions.exceptions.length)} 项异常 → ${typed(io, 'exceptions')}`,
            }),
          ),
        ]),
    '',
  ];
}

/** What is left, per currency. */
function perCurrency(receipts: ProposalsView['receipts']): { readonly amount: string; readonly currency: string }[] {
  return [...Map.groupBy(receipts, ({ amount }) => amount.currency)].map(([currency, own]) => {
    const minor = own.reduce((sum, { left }) => sum + (moneyFrom(left, currency)?.minor ?? 0n), 0n);
    return { currency, amount: decimalOf({ minor, currency }) };
  });
}
