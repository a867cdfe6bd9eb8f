import { currencyDigits } from '../../../model/money.ts';
import { refuse } from '../../model/refusal.ts';
import type { ControlTotal } from '../../model/statement.ts';
import type { StatementEnd, StatementPart } from '../../model/statementPart.ts';
import { control, Tally } from '../../proof/tally.ts';
import { clampedDay } from '../shared/day.ts';
import { knownCurrency, minorFrom } from '../shared/money.ts';
import { linesWaitingMax } from '../source/limits.ts';
import type { SwiftField } from './fields.ts';
import { statementLine } from './statementLine.ts';

/** Fields that say what a message is; a message with none of them is no statement. */
const telling = /^(?:61|60|62|90)/;
/** Fields that name the currency: balances, the floor limit, the sums. */
const withCurrency = /^(?:6[0245]|34|90)/;

/** A line with its stories, until the currency is known. */
interface RawLine {
  readonly field: SwiftField;
  readonly stories: string[];
}

/** What a message leaves for a line that stands alone behind it. */
export interface MessageBefore {
  readonly account: string;
  readonly currency: string;
}

/** One message while its fields pass. Its lines are given as soon as they are complete and the currency is known. */
export class SwiftMessage {
  #isStatement = false;
  readonly #number: number;
  readonly #before: MessageBefore | undefined;
  readonly #fallback: string | undefined;
  readonly #tally = new Tally();
  /** The first field of each tag, and the last. */
  readonly #first = new Map<string, SwiftField>();
  readonly #last = new Map<string, SwiftField>();
  readonly #sums: SwiftField[] = [];
  #startLine = 1;
  #currency: string | undefined;
  #open: RawLine | undefined;
  #waiting: RawLine[] = [];

  constructor(number: number, before: MessageBefore | undefined, fallback: string | undefined) {
    this.#number = number;
    this.#before = before;
    this.#fallback = fallback;
  }

  /** True for MT942: within the day. */
  get isInterim(): boolean {
    return [...this.#first.keys()].some((tag) => tag.startsWith('34') || tag === '13D' || tag.startsWith('90'));
  }

  /** Takes the next field and gives the lines that are complete with it. */
  *take(field: SwiftField): Generator<StatementPart> {
    if (this.#first.size === 0) this.#startLine = field.line;
    // Not every bank tags the story `86`: `NS` (structured, not SWIFT) is seen too.
    if (this.#open !== undefined && (field.tag === '86' || field.tag === 'NS')) this.#open.stories.push(field.value);
    else yield* this.#close();
    if (!this.#first.has(field.tag)) this.#first.set(field.tag, field);
    this.#last.set(field.tag, field);
    this.#isStatement ||= telling.test(field.tag);
    if (field.tag === '61') this.#open = { field, stories: [] };
    else if (field.tag.startsWith('90')) this.#sums.push(field);
    this.#currency ??= withCurrency.test(field.tag) ? currencyIn(field) : undefined;
  }

  /** Ends the message: what waits, then the end of the statement. Nothing when it is none; else what a line behind it needs. */
  *end(): Generator<StatementPart, MessageBefore | undefined> {
    yield* this.#close();
    if (!this.#isStatement) return undefined;
    this.#currency ??= this.#lateCurrency();
    yield* this.#release();
    const end = this.#statement(this.#currency);
    yield { statement: this.#number, end };
    return { account: end.account, currency: end.currency };
  }

  *#close(): Generator<StatementPart> {
    if (this.#open === undefined) return;
    this.#waiting.push(this.#open);
    this.#open = undefined;
    if (this.#currency !== undefined) yield* this.#release();
    else if (this.#waiting.length > linesWaitingMax)
      refuse('currency_unknown', `No currency is named within ${linesWaitingMax} lines.`, `连续 ${linesWaitingMax} 行未注明币种。`, this.#waiting[0]?.field.line);
  }

  *#release(): Generator<StatementPart> {
    for (const { field, stories } of this.#waiting) {
      const line = statementLine(field, stories, this.#currency as string);
      this.#tally.add(line);
      yield { statement: this.#number, line };
    }
    this.#waiting = [];
  }

  /** A line that stands alone behind a message (no :20:, no :25:) belongs to the account above it. */
  get #previous(): MessageBefore | undefined {
    return this.#one('20', '25', '25P') === undefined ? this.#before : undefined;
  }

  #account(): string {
    const named = (this.#one('25', '25P')?.value ?? '').split('\n')[0]?.trim() ?? '';
    return this.#previous === undefined ? named.replace(new RegExp(`(?<=\\d)${this.#currency}$`), '') : this.#previous.account;
  }

  #one(...tags: string[]): SwiftField | undefined {
    const found = tags.flatMap((tag) => this.#first.get(tag) ?? []);
    return found.length < 2 ? found[0] : found.reduce((a, b) => (a.line <= b.line ? a : b));
  }

  #lastOf(...tags: string[]): SwiftField | undefined {
    const found = tags.flatMap((tag) => this.#last.get(tag) ?? []);
    return found.length < 2 ? found[0] : found.reduce((a, b) => (a.line > b.line ? a : b));
  }

  #lateCurrency(): string {
    const last = /([A-Z]{3})$/.exec((this.#one('25', '25P')?.value ?? '').split('\n')[0]?.trim() ?? '')?.[1];
    if (last !== undefined && currencyDigits(last) !== undefined) return last;
    return knownCurrency(this.#previous?.currency ?? this.#fallback, this.#startLine);
  }

  #statement(currency: string): StatementEnd {
    const opening = balance(this.#lastOf('60F', '60M', '60'), currency);
    const closing = balance(this.#lastOf('62F', '62M', '62'), currency);
    const number = this.#one('28C', '28')?.value.trim();
    const sequence = /^(\d{1,9})(?:\/(\d{1,9}))?$/.exec(number ?? '');
    return {
      account: this.#account(),
      currency,
      kind: this.#one('34F', '13D') === undefined ? 'statement' : 'interim',
      number,
      sequence: sequence === null || Number(sequence[1]) === 0 || Number(sequence[2] ?? '1') > 1 ? undefined : Number(sequence[1]),
      from: opening?.day,
      to: closing?.day,
      openingMinor: opening?.minor,
      closingMinor: closing?.minor,
      controls: this.#controls(currency),
    };
  }

  /** MT942 sums: `:90D:2EUR10,00` says two debits of ten together. */
  #controls(currency: string): ControlTotal[] {
    return this.#sums.flatMap((field) => {
      const parts = /^(\d{1,5})([A-Z]{3})(\d[\d,]*)/.exec(field.value);
      if (!/^90[CD]$/.test(field.tag) || parts === null) return [];
      const [count, minor] = field.tag === '90C' ? [this.#tally.credits, this.#tally.creditMinor] : [this.#tally.debits, this.#tally.debitMinor];
      const said = minorFrom((parts[3] as string).replace(/,$/, ''), parts[2] ?? currency, ',', field.line);
      return [control(`:${field.tag}: sum`, said, minor), { name: `:${field.tag}: count`, ok: Number(parts[1]) === count, said: parts[1] as string, read: String(count) }];
    });
  }
}

function currencyIn(field: SwiftField): string | undefined {
  const found = /^(?:[CD]\d{6}|\d*)([A-Z]{3})/.exec(field.value)?.[1];
  return found !== undefined && currencyDigits(found) !== undefined ? found : undefined;
}

const balancePattern = /^(?<mark>[CD])(?<day>\d{6})(?<currency>[A-Z]{3})?(?<amount>[\d,]+)\s*$/;

function balance(field: SwiftField | undefined, currency: string): { minor: bigint; day?: string } | undefined {
  if (field === undefined) return undefined;
  const parts = balancePattern.exec(field.value.split('\n')[0]?.trim() ?? '')?.groups;
  if (parts === undefined)
    refuse('bad_amount', `The balance :${field.tag}:${field.value.slice(0, 40)} cannot be read.`, `余额 :${field.tag}:${field.value.slice(0, 40)} 无法读取。`, field.line);
  const minor = minorFrom((parts['amount'] as string).replace(/,$/, ''), parts['currency'] ?? currency, ',', field.line);
  return { minor: parts['mark'] === 'D' ? -minor : minor, day: clampedDay(parts['day'] as string) };
}
