/** Words that say the legal form or nothing; they are no part of who somebody is. */
const suffixes = new Set(
  'inc incorporated ltd limited llc llp lp corp corporation co company plc gmbh ag kg ohg ug mbh sa sas sarl srl spa bv nv oy ab as aps kk pte pty sdn bhd the and group holding holdings'.split(
    ' ',
  ),
);

/** Legal forms at the end of Chinese names, longest first. */
const chineseForms = /(?:股份有限公司|有限责任公司|有限公司|股份公司|集团公司|公司|集团|厂|商行)$/;

/** A name taken apart: its words, the words without legal form, and the numbers that tell branches apart. */
export interface NameForm {
  readonly full: string;
  readonly words: readonly string[];
  readonly core: readonly string[];
  readonly numbers: readonly string[];
}

/** Folds a name: NFKC, case, accents and punctuation gone, legal form and branch numbers apart. */
export function nameForm(name: string): NameForm {
  const folded = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/&/g, ' and ')
    .replace(/['’.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const words = folded
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => (/\p{Script=Han}/u.test(word) ? word.replace(chineseForms, '') || word : word));
  const numbers = words.filter((word) => /^\d+$/.test(word));
  const core = words.filter((word) => !/^\d+$/.test(word) && !suffixes.has(word));
  return { full: words.join(' '), words, core: core.length > 0 ? core : words, numbers };
}

/** Why two names are taken for the same party, with a strength of 0–1; zero is "not". */
export interface NameLikeness {
  readonly strength: number;
  readonly rule: 'name_equal' | 'name_without_form' | 'name_shortened' | 'name_initials' | 'none';
}

const unlike: NameLikeness = { strength: 0, rule: 'none' };

/** How likely a payer's name means a party of ours. Equal is 1, equal but for the legal form .97, shortened words .8, initials .7; a branch number that the payer leaves out costs .15, a different one excludes. */
export function nameLikeness(payer: NameForm, party: NameForm): NameLikeness {
  if (payer.full === party.full) return { strength: 1, rule: 'name_equal' };
  if (payer.numbers.some((n) => !party.numbers.includes(n))) return unlike;
  const branch = party.numbers.length > payer.numbers.length ? 0.15 : 0;
  const [a, b] = [payer.core, withoutBranchWord(party)];
  const own = payer.numbers.length > 0 ? withoutBranchWord(payer) : a;
  if (own.join(' ') === b.join(' ') || own.join('') === b.join('')) return { strength: 0.97 - branch, rule: 'name_without_form' };
  if (shortens(own, b) || shortens([own.join('')], [b.join('')]) || shortensJoined(own, b)) return { strength: 0.8 - branch, rule: 'name_shortened' };
  if (own.length === 1 && isInitials(own[0] as string, b, party.words)) return { strength: 0.7 - branch, rule: 'name_initials' };
  return unlike;
}

/** `Division 38`, `Branch 2`, `No 7`: the word before a branch number is no part of the name itself. */
function withoutBranchWord(form: NameForm): readonly string[] {
  if (form.numbers.length === 0) return form.core;
  const at = form.words.findIndex((word) => /^\d+$/.test(word));
  const before = form.words[at - 1];
  return before === undefined || form.core.length < 2
    ? form.core
    : form.core.filter((word) => word !== before || !/^(?:division|branch|no|store|site|unit|plant|filiale|werk|dept|department)$/.test(word));
}

/** Every word of the payer is the start (or a contraction) of a word of the party, in order, and the first ones agree. */
function shortens(payer: readonly string[], party: readonly string[]): boolean {
  if (payer.length === 0 || payer.length > party.length) return false;
  let at = 0;
  for (const [i, word] of payer.entries()) {
    while (at < party.length && !contracts(word, party[at] as string)) at += 1;
    if (at >= party.length || (i === 0 && at > 0)) return false;
    at += 1;
  }
  return payer[0] === party[0] || payer.length > 1 || (payer[0] as string).length >= 4;
}

/** `iron bridge ind` for `ironbridge industrial`: words split where the party writes one. */
function shortensJoined(payer: readonly string[], party: readonly string[]): boolean {
  for (let i = 0; i + 1 < payer.length; i += 1) {
    const joined = [...payer.slice(0, i), `${payer[i]}${payer[i + 1]}`, ...payer.slice(i + 2)];
    if (joined.length >= 1 && party.includes(joined[i] as string) && shortens(joined, party)) return true;
  }
  return false;
}

/** A word is contracted to its start (`elec` for electronics), to letters of it in order (`mfg`, `svc`) or to a shared start (`mine` for mining). */
function contracts(short: string, long: string): boolean {
  if (long.startsWith(short)) return true;
  if (short[0] !== long[0]) return false;
  if (short.length >= 4 && short.slice(0, 3) === long.slice(0, 3) && short.length <= long.length) return true;
  return short.length >= 2 && short.length <= 4 && isSubsequence(short, long);
}

function isSubsequence(short: string, long: string): boolean {
  let at = 0;
  for (const c of short) {
    at = long.indexOf(c, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** `ces` for Cascade Energy Solutions, `pcl` for Pinnacle Construction Ltd, `ibi` for Ironbridge Industrial: 2–5 letters in order, with the first letter of every core word. */
function isInitials(short: string, core: readonly string[], words: readonly string[]): boolean {
  if (!/^[a-z]{2,5}$/.test(short) || core.length < 2) return false;
  const letters = words.filter((word) => !/^\d+$/.test(word)).join('');
  if (short[0] !== letters[0] || !isSubsequence(short, letters)) return false;
  return (
    isSubsequence(core.map((word) => word[0]).join(''), short) ||
    isSubsequence(
      words
        .slice(0, short.length)
        .map((word) => word[0])
        .join(''),
      short,
    )
  );
}
