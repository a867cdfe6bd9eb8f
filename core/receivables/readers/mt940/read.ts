import { currencyDigits } from '../../../model/money.ts';
import { refuse } from '../../model/refusal.ts';
import type { BankFile, BankLine, BankStatement, ControlTotal } from '../../model/statement.ts';
import { isEndToEndId } from '../../references/endToEnd.ts';
import { clampedDay } from '../shared/day.ts';
import { knownCurrency, minorFrom } from '../shared/money.ts';
import { type SwiftField, type SwiftMessage, swiftMessages } from './fields.ts';
import { readLine61 } from './line61.ts';
import { readStory86 } from './story86.ts';

/** Reads MT940 (day) and MT942 (within the day) with their national habits: wrapped tags, missing ends, pages `60M`/`62M`, blanks for the entry date, a balance without its currency. */
export function readMt940(text: string, currency?: string): BankFile {
  const messages = swiftMessages(text).filter((m) => m.fields.some((f) => f.tag === '61' || f.tag.startsWith('60') || f.tag.startsWith('62') || f.tag.startsWith('90')));
  if (messages.length === 0) refuse('no_statement', 'The file holds no balance and no statement line (:60:, :61:, :62:).', '文件中没有余额,也没有流水行(:60:、:61:、:62:)。', 1);
  const statements: BankStatement[] = [];
  for (const message of messages) statements.push(readMessage(message, statements.at(-1), currency));
  const interim = messages.every((m) => m.fields.some((f) => f.tag.startsWith('34') || f.tag === '13D' || f.tag.startsWith('90')));
  return { format: interim ? 'mt942' : 'mt940', statements };
}

function readMessage(message: SwiftMessage, before: BankStatement | undefined, fallback: string | undefined): BankStatement {
  const one = (...tags: string[]): SwiftField | undefined => message.fields.find((f) => tags.includes(f.tag));
  // A line that stands alone behind a message (no :20:, no :25:) belongs to the account above it.
  const previous = one('20', '25', '25P') === undefined ? before : undefined;
  const named = (one('25', '25P')?.value ?? '').split('\n')[0]?.trim() ?? '';
  const openingField = message.fields.findLast((f) => f.tag === '60F' || f.tag === '60M' || f.tag === '60');
  const closingField = message.fields.findLast((f) => f.tag === '62F' || f.tag === '62M' || f.tag === '62');
  const currency = currencyOf(message, named, previous, fallback);
  const account = previous?.account ?? named.replace(new RegExp(`(?<=\\d)${currency}$`), '');
  const opening = balance(openingField, currency);
  const closing = balance(closingField, currency);
  const lines = linesOf(message, currency);
  const number = one('28C', '28')?.value.trim();
  const sequence = /^(\d{1,9})(?:\/(\d{1,9}))?$/.exec(number ?? '');
  const interim = one('34F') !== undefined || one('13D') !== undefined;
  return {
    account,
    currency,
    kind: interim ? 'interim' : 'statement',
    number,
    sequence: sequence === null || Number(sequence[1]) === 0 || Number(sequence[2] ?? '1') > 1 ? undefined : Number(sequence[1]),
    from: opening?.day,
    to: closing?.day,
    openingMinor: opening?.minor,
    closingMinor: closing?.minor,
    lines,
    controls: controlsOf(message, lines, currency),
  };
}

const balancePattern = /^(?<mark>[CD])(?<day>\d{6})(?<currency>[A-Z]{3})?(?<amount>[\d,]+)\s*$/;

function currencyOf(message: SwiftMessage, account: string, previous: BankStatement | undefined, fallback: string | undefined): string {
  for (const field of message.fields) {
    const found = /^(?:6[0245]|34|90)/.test(field.tag) ? /^(?:[CD]\d{6}|\d*)([A-Z]{3})/.exec(field.value)?.[1] : undefined;
    if (found !== undefined && currencyDigits(found) !== undefined) return found;
  }
  const last = /([A-Z]{3})$/.exec(account)?.[1];
  if (last !== undefined && currencyDigits(last) !== undefined) return last;
  return knownCurrency(previous?.currency ?? fallback, message.line);
}

function balance(field: SwiftField | undefined, currency: string): { minor: bigint; day?: string } | undefined {
  if (field === undefined) return undefined;
  const parts = balancePattern.exec(field.value.split('\n')[0]?.trim() ?? '')?.groups;
  if (parts === undefined)
    refuse('bad_amount', `The balance :${field.tag}:${field.value.slice(0, 40)} cannot be read.`, `余额 :${field.tag}:${field.value.slice(0, 40)} 无法读取。`, field.line);
  const minor = minorFrom((parts['amount'] as string).replace(/,$/, ''), parts['currency'] ?? currency, ',', field.line);
  return { minor: parts['mark'] === 'D' ? -minor : minor, day: clampedDay(parts['day'] as string) };
}

function linesOf(message: SwiftMessage, currency: string): BankLine[] {
  const lines: BankLine[] = [];
  for (let i = 0; i < message.fields.length; i += 1) {
    const field = message.fields[i] as SwiftField;
    if (field.tag !== '61') continue;
    const stories: string[] = [];
    for (let j = i + 1; j < message.fields.length; j += 1) {
      const next = message.fields[j] as SwiftField;
      // Not every bank tags the story `86`: `25` between two lines and `NS` (structured, not SWIFT) are seen too.
      if (next.tag !== '86' && next.tag !== 'NS') break;
      stories.push(next.value);
    }
    lines.push(lineOf(field, stories, currency));
  }
  return lines;
}

function lineOf(field: SwiftField, stories: readonly string[], currency: string): BankLine {
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

/** MT942 sums: `:90D:2EUR10,00` says two debits of ten together. */
function controlsOf(message: SwiftMessage, lines: readonly BankLine[], currency: string): ControlTotal[] {
  const controls: ControlTotal[] = [];
  for (const field of message.fields) {
    const parts = /^(\d{1,5})([A-Z]{3})(\d[\d,]*)/.exec(field.value);
    if (!/^90[CD]$/.test(field.tag) || parts === null) continue;
    const chosen = lines.filter((line) => (field.tag === '90C' ? line.amountMinor >= 0n : line.amountMinor < 0n));
    const said = minorFrom((parts[3] as string).replace(/,$/, ''), parts[2] ?? currency, ',', field.line);
    const read = chosen.reduce((sum, line) => sum + (line.amountMinor < 0n ? -line.amountMinor : line.amountMinor), 0n);
    controls.push({ name: `:${field.tag}: sum`, ok: said === read, said: String(said), read: String(read) });
    controls.push({ name: `:${field.tag}: count`, ok: Number(parts[1]) === chosen.length, said: parts[1] as string, read: String(chosen.length) });
  }
  return controls;
}
