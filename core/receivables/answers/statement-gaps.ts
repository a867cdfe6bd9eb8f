import type { Sentence } from '../../model/error.ts';
import type { World } from '../../sync/world.ts';
import { gapKind, type KeptGap, type StatementRow, statementsWithGaps } from '../table/statement-ends.ts';
import { decimal } from './amounts.ts';
import type { ExceptionsView } from './views.ts';

const todo: Sentence = {
  en: 'Get what is missing from the bank and import it: until then its payments are not in these books',
  zh: '请向银行补取缺失的对账单并导入；在此之前其中的收付款不在账中',
};

/** Holes between the statements of a company's bank accounts. */
export async function gapExceptions(world: World, company: string): Promise<ExceptionsView['exceptions'][number][]> {
  const rows = await statementsWithGaps(world, company);
  return rows.flatMap((row) =>
    row.gaps.map((gap) => {
      const { account, currency } = row.end;
      const amount = { amount: decimal(gap.differenceMinor ?? 0n, currency), currency };
      return { kind: gapKind(gap), company, id: account, document: account, amount, sentence: sentenceOf(row, gap, `${amount.amount} ${currency}`), todo };
    }),
  );
}

function sentenceOf({ end }: StatementRow, { kind, after }: KeptGap, difference: string): Sentence {
  const { account, currency, number, from = '' } = end;
  const name = number ?? from;
  if (kind === 'missing_number')
    return {
      en: `Account ${account} ${currency}: a statement is missing between ${after} and ${name} (from ${from})`,
      zh: `账户 ${account} ${currency}：${after} 与 ${name}（自 ${from}）之间缺少对账单`,
    };
  return {
    en: `Account ${account} ${currency}: statement ${name} (from ${from}) does not begin where ${after} ended: the balance differs by ${difference}`,
    zh: `账户 ${account} ${currency}：对账单 ${name}（自 ${from}）的期初余额与 ${after} 的期末余额相差 ${difference}`,
  };
}
