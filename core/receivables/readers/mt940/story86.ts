import { isEndToEndId } from '../../references/endToEnd.ts';
import { findReferences } from '../../references/find.ts';

/** Who, which reference and what text an information field tells. */
export interface Story86 {
  readonly reference?: string;
  readonly endToEndId?: string;
  readonly counterparty?: string;
  readonly counterpartyAccount?: string;
  readonly text: string;
}

const keywords = ['EREF', 'KREF', 'MREF', 'BREF', 'RREF', 'CRED', 'DEBT', 'COAM', 'OAMT', 'SVWZ', 'ABWA', 'ABWE', 'IBAN', 'BIC'];
const keywordPattern = new RegExp(`(?:^|(?<=[\\s?]|.))(${keywords.join('|')})\\+`, 'g');

/** Reads `:86:` in the German `?20` layout, the slash layout (`/EREF/…/NAME/…/REMI/…`) or as plain text. */
export function readStory86(value: string): Story86 {
  const joined = value.replaceAll('\n', '');
  if (/^\d{3}\s?\?\d\d/.test(joined) || /\?\d\d.*\?\d\d/.test(joined)) return germanLayout(joined);
  if (/^\/[A-Z]{3,5}\//.test(joined) && /\/(?:NAME|REMI|EREF|BENM|IBAN)\//.test(joined)) return slashLayout(joined);
  const text = value.replace(/\s*\n\s*/g, ' ').trim();
  return { text, reference: findReferences(text)[0]?.value };
}

function germanLayout(joined: string): Story86 {
  const parts = new Map<string, string>();
  for (const match of joined.matchAll(/\?(\d\d)([^?]*)/g)) parts.set(match[1] as string, (parts.get(match[1] as string) ?? '') + (match[2] as string));
  const range = (from: number, to: number): string => {
    let text = '';
    for (let i = from; i <= to; i += 1) text += parts.get(String(i).padStart(2, '0')) ?? '';
    return text;
  };
  const purpose = range(20, 29) + range(60, 63);
  const tagged = keywordValues(purpose);
  const endToEnd = tagged.get('EREF')?.trim();
  const text = (tagged.get('SVWZ') ?? (tagged.size > 0 ? (tagged.get('') ?? '') : purpose)).trim();
  const endToEndId = endToEnd !== undefined && isEndToEndId(endToEnd) ? endToEnd : undefined;
  return {
    reference: findReferences(text)[0]?.value ?? endToEndId,
    endToEndId,
    counterparty: clean(range(32, 33)),
    counterpartyAccount: clean(parts.get('31') ?? ''),
    text: text === '' ? (parts.get('00') ?? '').trim() : text,
  };
}

function keywordValues(text: string): Map<string, string> {
  const values = new Map<string, string>();
  let last = '';
  let from = 0;
  for (const match of text.matchAll(keywordPattern)) {
    values.set(last, text.slice(from, match.index));
    last = match[1] as string;
    from = match.index + match[0].length;
  }
  if (last !== '') values.set(last, text.slice(from));
  return values;
}

function slashLayout(joined: string): Story86 {
  const value = (name: string): string | undefined => clean(new RegExp(`/${name}/(.*?)(?=/[A-Z]{3,5}/|$)`).exec(joined)?.[1] ?? '');
  const endToEnd = value('EREF');
  const text = value('REMI') ?? joined;
  const endToEndId = endToEnd !== undefined && isEndToEndId(endToEnd) ? endToEnd : undefined;
  return { reference: findReferences(text)[0]?.value ?? endToEndId, endToEndId, counterparty: value('NAME'), counterpartyAccount: value('IBAN') ?? value('CNTP'), text };
}

function clean(text: string): string | undefined {
  const trimmed = text.replace(/\s+/g, ' ').trim();
  return trimmed === '' ? undefined : trimmed;
}
