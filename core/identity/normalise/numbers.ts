const numerals: ReadonlyMap<string, string> = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, i) => [word, String(i)]),
);
const tens: ReadonlyMap<string, number> = new Map(Object.entries({ twenty: 20, thirty: 30, forty: 40, fourty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90 }));
const ordinals: ReadonlyMap<string, string> = new Map('first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ').map((word, i) => [word, String(i + 1)]));
const roman: ReadonlyMap<string, string> = new Map(
  'ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx xxi'.split(' ').map((word) => [word, String(romanValue(word))]),
);

function romanValue(text: string): number {
  const values: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10 };
  return [...text].reduce((sum, c, i) => {
    const value = values[c] as number;
    return sum + (value < (values[text[i + 1] ?? ''] ?? 0) ? -value : value);
  }, 0);
}

/** Number words, ordinals (`first`, `1st`) and Roman numerals as digits, so that `Fund II` and `Fund 2` agree and `Fund III` does not. A lone `i`, `v` or `x` is a numeral only as the last word. */
export function numbersAsDigits(words: readonly string[]): string[] {
  const result: string[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] as string;
    const ten = tens.get(word);
    const unit = ten === undefined ? undefined : Number(numerals.get(words[i + 1] ?? '') ?? (/^[1-9]$/.test(words[i + 1] ?? '') ? words[i + 1] : Number.NaN));
    if (ten !== undefined && unit !== undefined && unit > 0 && unit < 10) {
      result.push(String(ten + unit));
      i += 1;
      continue;
    }
    const last = i > 0 && i === words.length - 1 && /^[ivx]$/.test(word) ? String(romanValue(word)) : undefined;
    const nth = /^(\d+)(?:st|nd|rd|th)$/.exec(word)?.[1];
    result.push(nth ?? numerals.get(word) ?? ordinals.get(word) ?? (i > 0 ? roman.get(word) : undefined) ?? last ?? (ten === undefined ? word : String(ten)));
  }
  return result;
}

const chineseDigits: ReadonlyMap<string, number> = new Map([...'一二三四五六七八九'].map((character, i) => [character, i + 1]));

/** `第十二` as `第12`: the ordinals of Chinese names, below a hundred; other numerals are often part of a name (三一重工). */
export function chineseOrdinals(text: string): string {
  return text.replace(/第([一二三四五六七八九])?(十)?([一二三四五六七八九])?(?![一二三四五六七八九十百千])/g, (whole, first?: string, ten?: string, last?: string) => {
    const [head, tail] = [chineseDigits.get(first ?? ''), chineseDigits.get(last ?? '')];
    if (ten === undefined) return head === undefined || tail !== undefined ? whole : `第${head}`;
    return `第${(head ?? 1) * 10 + (tail ?? 0)}`;
  });
}
