import { foldText, hasHan, wordsOf } from './text.ts';

/** Salutations and degrees that are no part of a name. */
const titles: ReadonlySet<string> = new Set(
  'mr mrs ms miss mx dr prof professor sir madam madame mme mlle monsieur herr frau señor senor señora senora sr sra signor signora dott dipl ing phd md mba esq rev hon mag'.split(
    ' ',
  ),
);
/** Family marks that tell two people of one name apart. */
const generations: ReadonlyMap<string, string> = new Map(
  Object.entries({ i: 'i', jr: 'jr', junior: 'jr', sr: 'sr', senior: 'sr', ii: 'ii', iii: 'iii', iv: 'iv', '2nd': 'ii', '3rd': 'iii' }),
);

/** A person's name as its words. */
export interface PersonWords {
  /** Folded words in the order written, without titles and generation marks. */
  readonly words: readonly string[];
  /** `jr`, `sr`, `ii` … when the name carries one. */
  readonly generation?: string;
}

/** Words of a person's name. `Smith, John` is read as `John Smith`; a Chinese name stays one word (inner blanks removed). */
export function personWords(input: string): PersonWords {
  const folded = foldText(input);
  if (hasHan(folded)) return { words: [folded.replace(/[\s·•・.]+/g, '').replace(/(?:先生|女士|小姐|太太|经理|总监|老师|博士|教授|總監|經理)$/, '')].filter((w) => w !== '') };
  const comma = /^([^,]+),([^,]+)$/.exec(folded);
  const ordered = comma && !generations.has((comma[2] as string).replace(/\W/g, '')) ? `${comma[2]} ${comma[1]}` : folded;
  const words = wordsOf(ordered);
  const kept = words.filter((w, i) => !titles.has(w) && !(i > 0 && generations.has(w)));
  const mark = words.find((w, i) => i > 0 && generations.has(w));
  const result = kept.length === 0 ? words : kept;
  return mark === undefined ? { words: result } : { words: result, generation: generations.get(mark) as string };
}
