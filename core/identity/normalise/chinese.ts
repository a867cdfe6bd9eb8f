import { lazily } from '../../model/lazily.ts';
import { hasHan } from './text.ts';

const romanisation = lazily<typeof import('any-ascii')>('any-ascii');
const characters = lazily<typeof import('opencc-js/t2cn')>('opencc-js/t2cn');

let converter: ((text: string) => string) | undefined;

/** ASCII text stays as it is: the usual case, which must not load the tables. */
function latin(text: string): string {
  return /[^\0-\x7f]/.test(text) ? romanisation().default(text) : text;
}

/** Traditional → simplified characters; the dictionary is built at the first Chinese text (9 ms), never before. */
export function toSimplified(text: string): string {
  if (!hasHan(text)) return text;
  const convert = converter ?? characters().Converter({ from: 't', to: 'cn' });
  converter = convert;
  return convert(text);
}

/** Family names of two characters; every other Chinese name begins with one. */
const compoundSurnames: ReadonlySet<string> = new Set(
  '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 令狐 呼延 轩辕'.split(
    ' ',
  ),
);

/** Characters that are read differently as a family name. */
const surnameReadings: ReadonlyMap<string, string> = new Map(
  Object.entries({
    曾: 'zeng',
    单: 'shan',
    解: 'xie',
    仇: 'qiu',
    查: 'zha',
    区: 'ou',
    任: 'ren',
    盖: 'ge',
    朴: 'piao',
    翟: 'zhai',
    尉: 'yu',
    冼: 'xian',
    缪: 'miao',
    乐: 'yue',
    覃: 'qin',
    召: 'shao',
    重: 'chong',
    折: 'she',
    黑: 'he',
    秘: 'bi',
    洗: 'xian',
    员: 'yun',
    长: 'zhang',
    万: 'wan',
    沈: 'shen',
    贾: 'jia',
    吕: 'lv',
  }),
);

/** A Chinese personal name (2–5 characters, simplified) as given and family name; undefined for other text. */
export function splitChineseName(name: string): { readonly given: string; readonly family: string } | undefined {
  if (!/^\p{Script=Han}{2,5}$/u.test(name)) return undefined;
  const characters = [...name]; // 𠮷 is one, in two UTF-16 units
  const length = characters.length > 2 && compoundSurnames.has(name.slice(0, 2)) ? 2 : 1;
  return { family: characters.slice(0, length).join(''), given: characters.slice(length).join('') };
}

/** Pinyin without tones or blanks, lower case; other scripts in their usual Latin letters. */
export function pinyinOf(text: string): string {
  return latin(text)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

/** Pinyin of a family name: a few characters have a reading of their own there. */
export function surnamePinyin(family: string): string {
  return surnameReadings.get(family) ?? pinyinOf(family);
}

/** Folded text of any script in Latin letters; Chinese, which has rules of its own, must not come here. */
export function toLatin(text: string): string {
  return latin(text).toLowerCase();
}
