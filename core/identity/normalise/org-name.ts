import { foldText, hasHan, wordsOf } from './text.ts';

const latinForms: ReadonlySet<string> = new Set(
  'inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh ag kg ohg ug se sa sas sarl srl spa bv nv ab as oy aps kk pte pty sdn bhd ooo oao zao pao jsc'.split(
    ' ',
  ),
);
const chineseForm = /(?:股份有限公司|有限责任公司|集团有限公司|有限公司|股份公司|集团|公司|股份有限責任公司|有限責任公司|集團有限公司|集團|厂|廠)$/;

/** The distinctive part of an organisation's name as words: folded, without legal forms. */
export function orgCore(input: string): string {
  const folded = foldText(input).replaceAll('&', ' and ');
  if (hasHan(folded)) return folded.replace(/[\s()（）·,，.]+/g, '').replace(chineseForm, '');
  const words = wordsOf(folded.replace(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, '')).filter((w) => w !== 'the');
  const kept = [...words];
  while (kept.length > 1 && latinForms.has(kept.at(-1) as string)) kept.pop();
  return kept.join(' ');
}
