import { amountFrom } from '../model/amountText.ts';
import type { AdjustmentReason } from '../model/matchGroup.ts';

/** What a payer's remark says about a difference. */
export interface MemoHint {
  /** The reason it names, when it names one. */
  readonly reason?: AdjustmentReason;
  /** The difference it states, positive minor units. */
  readonly statedMinor?: bigint;
  /** The rate it states, hundredths of a percent. */
  readonly basisPoints?: number;
  readonly partial: boolean;
  readonly onAccount: boolean;
  readonly advance: boolean;
}

const words: readonly (readonly [AdjustmentReason, RegExp])[] = [
  ['discount', /discount|skonto|escompte|early pay|prompt pay|net \d+ terms|terms applied|现金折扣|折扣/i],
  ['withholdingTax', /withh?olding|wht\b|tds\b|预提|代扣/i],
  ['bankFee', /bank (?:charge|fee)|transfer fee|wire fee|spesen|手续费/i],
  ['deduction', /deduct|short|damage|missing|defect|penalt|return|claim|rebate|chargeback|扣款|少付|罚款/i],
];

/** Reads a remark: `Deduction: Missing items (-$1807.43)`, `3.0% discount taken`, `Installment 1 of 6`, `Payment on account`. */
export function readMemo(memo: string, currency: string): MemoHint {
  const reason = words.find(([, pattern]) => pattern.test(memo))?.[0];
  const rate = /(\d{1,2}(?:\.\d{1,2})?)\s*%/.exec(memo)?.[1];
  const stated = /[-–]?\s*[$€£¥]\s*([\d.,]*\d)|\(\s*-?\s*[$€£¥]?\s*([\d.,]*\d)\s*\)/.exec(memo);
  const amount = stated === null ? undefined : amountFrom(stated[1] ?? (stated[2] as string), currency);
  return {
    reason,
    statedMinor: amount?.minor,
    basisPoints: rate === undefined ? undefined : Math.round(Number(rate) * 100),
    partial: /partial|instal?lment|progress|part pay|pmt on acct|teilzahlung|abschlag|分期|部分/i.test(memo),
    onAccount: /on account|overpay|prepay|akonto|预付|预收/i.test(memo),
    advance: /advance|prepay|deposit|vorauszahlung|anzahlung|预付|定金/i.test(memo),
  };
}
