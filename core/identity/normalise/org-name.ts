import { toLatin, toSimplified } from './chinese.ts';
import { cjkForms, type FormClass, formWordsMax, leadingForms, legalForms } from './legal-forms.ts';
import { chineseOrdinals, numbersAsDigits } from './numbers.ts';
import { placeSynonyms } from './places.ts';
import { foldText, hasHan, wordsOf } from './text.ts';

/** An organisation's name taken apart. */
export interface OrgName {
  /** Distinctive part: words joined by blanks, or Chinese characters without blanks (a leading place included: it may be the name). */
  readonly core: string;
  /** Class of the legal form, when one is written. */
  readonly form?: FormClass;
}

/** Everyday abbreviations in company names. */
const spelledOut: ReadonlyMap<string, string> = new Map(
  Object.entries({
    intl: 'international',
    int: 'international',
    natl: 'national',
    assn: 'association',
    assoc: 'association',
    assocs: 'associates',
    ctr: 'center',
    centre: 'center',
    cntr: 'center',
    dept: 'department',
    univ: 'university',
    mfg: 'manufacturing',
    mgmt: 'management',
    mgt: 'management',
    svc: 'service',
    svcs: 'services',
    bros: 'brothers',
    engg: 'engineering',
    eng: 'engineering',
    tech: 'technology',
    hosp: 'hospital',
    inst: 'institute',
    govt: 'government',
    labs: 'laboratories',
    lab: 'laboratory',
    indus: 'industries',
    ind: 'industries',
    dev: 'development',
    elem: 'elementary',
    sch: 'school',
    acad: 'academy',
    rest: 'restaurant',
    st: 'saint',
    organisation: 'organization',
    labour: 'labor',
    theatre: 'theater',
  }),
);
const glue: ReadonlySet<string> = new Set(['the', 'and', 'of', 'for', 'und', 'et', 'y', 'e', 'des', 'du', 'a', 'an', 's']);

/** Reads an organisation's name in any script. */
export function orgName(input: string): OrgName {
  const folded = toSimplified(foldText(input));
  return hasHan(folded) ? chineseName(folded) : westernName(folded);
}

/** The distinctive part alone. */
export function orgCore(input: string): string {
  return orgName(input).core;
}

function chineseName(folded: string): OrgName {
  const bare = chineseOrdinals(folded).replace(/[\s()（）[\]【】《》〈〉"'“”·,，.。、-]+/g, '');
  let core = bare;
  let form: FormClass | undefined;
  for (let turn = 0; turn < 3; turn += 1) {
    const found = cjkForms.find(([text]) => core.endsWith(text) && core.length - text.length >= 2);
    if (found) core = core.slice(0, -found[0].length);
    const front = found ? undefined : cjkForms.find(([text]) => text.endsWith('会社') && core.startsWith(text) && core.length - text.length >= 2);
    if (front) core = core.slice(front[0].length);
    const hit = found ?? front;
    if (!hit) break;
    form ??= hit[1];
  }
  return { core: core.replace(/(?<=.{2})(?:集团|控股|股份)+$/, ''), ...(form && { form }) };
}

function westernName(folded: string): OrgName {
  // a.b.c. → abc; ooo"x" → ooo "x"; siemensAG is found by the joined comparison
  const latin = toLatin(folded)
    .replaceAll('&', ' and ')
    .replace(/(?<![\p{L}\p{N}])(?:\p{L}\.\s?){2,}(?:\p{L}(?![\p{L}\p{N}]))?/gu, (m) => `${m.replace(/[.\s]/g, '')} `);
  const words = joinLetters(wordsOf(latin));
  const { kept, form } = withoutForms(words);
  const plain = numbersAsDigits(kept.map((w) => spelledOut.get(w) ?? placeSynonyms.get(w) ?? w));
  const core = plain.filter((w) => !glue.has(w));
  return { core: [...new Set(core.length === 0 ? plain : core)].join(' '), ...(form && { form }) };
}

/** Single letters side by side are initials: `j p morgan` → `jp morgan`. */
function joinLetters(words: readonly string[]): string[] {
  const result: string[] = [];
  let run = '';
  for (const word of words) {
    if (word.length === 1 && /\p{L}/u.test(word)) run += word;
    else {
      if (run !== '') result.push(run);
      run = '';
      result.push(word);
    }
  }
  if (run !== '') result.push(run);
  return result;
}

function withoutForms(words: readonly string[]): { kept: readonly string[]; form: FormClass | undefined } {
  let kept = words;
  let form: FormClass | undefined;
  for (let turn = 0; turn < 4; turn += 1) {
    const found = formAt(kept);
    if (!found) break;
    kept = found.kept;
    if (form === undefined || form === 'company') form = found.form;
  }
  return { kept, form };
}

/** The longest form at the end, else at the start, that leaves at least one word. */
function formAt(words: readonly string[]): { kept: readonly string[]; form: FormClass } | undefined {
  for (let length = Math.min(formWordsMax, words.length - 1); length >= 1; length -= 1) {
    const tail = legalForms.get(words.slice(-length).join(' '));
    if (tail) return { kept: words.slice(0, -length), form: tail.formClass };
  }
  for (let length = Math.min(formWordsMax, words.length - 1); length >= 1; length -= 1) {
    const head = legalForms.get(words.slice(0, length).join(' '));
    if (head && (length > 1 || leadingForms.has(words[0] as string))) return { kept: words.slice(length), form: head.formClass };
  }
  return undefined;
}
