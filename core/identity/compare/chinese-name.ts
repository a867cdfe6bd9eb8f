import { pinyinOf } from '../normalise/chinese.ts';
import { splitPlace } from '../normalise/places.ts';

/** Line-of-business words at the end of Chinese company names: what they do, not who they are. */
const trades =
  '科技 技术 信息 网络 软件 电子 电器 电气 电力 贸易 商贸 实业 投资 管理 咨询 服务 发展 工程 建设 建筑 装饰 文化 传媒 广告 教育 医疗 医药 药业 生物 食品 农业 机械 设备 制造 汽车 物流 运输 能源 环保 化工 化学 材料 新材料 金属 钢铁 矿业 房地产 置业 物业 酒店 餐饮 旅游 进出口 国际 控股 集团 产业 企业 工业 数字 智能 系统 通信 光电 半导体 精密 自动化 包装 印刷 纺织 服装 家居 家具 日用品 百货 超市 保险 证券 银行 基金 租赁 供应链 电子商务 互联网 云计算 大数据 影视 娱乐 体育 健康 养老 安防 检测 设计 策划 人力资源 知识产权 水务 燃气 热力 航空 船舶 铁路 港口 股份'
    .split(' ')
    .sort((a, b) => b.length - a.length);

/** The name without its trailing trades; at least two characters stay. */
export function brandOf(core: string): string {
  let brand = core;
  for (let turn = 0; turn < 6; turn += 1) {
    const trade = trades.find((t) => brand.endsWith(t) && brand.length - t.length >= 2);
    if (trade === undefined) return brand;
    brand = brand.slice(0, -trade.length);
  }
  return brand;
}

/** From strong to weak. */
const levels: readonly string[] = ['equal', 'short', 'abbreviation', 'initials', 'slip', 'partial', 'different'];

/** What two Chinese names have in common. */
export interface ChineseMatch {
  readonly level: string;
  /** Characters of the shorter reading that agrees. */
  readonly characters: number;
}

/** Compares two Chinese names, with or without the place they begin with: `equal`, `short` (one is the other without its trade or ending), `abbreviation` (one leaves words of the other out), `initials` (one takes the first character of each word of the other), `slip`, `partial`, `different`. */
export function matchChinese(a: string, b: string): ChineseMatch {
  const [restA, restB] = [placeless(a), placeless(b)];
  const readings: (readonly [string, string])[] = [[a, b]];
  if (restA !== a && restB !== b) readings.push([restA, restB]);
  if (restA !== a) readings.push([restA, b]);
  if (restB !== b) readings.push([a, restB]);
  let best: ChineseMatch = { level: 'different', characters: 0 };
  for (const [x, y] of readings) {
    const found = { level: coreLevel(x, y), characters: Math.min(x.length, y.length) };
    const better = levels.indexOf(found.level) - levels.indexOf(best.level);
    if (better < 0 || (better === 0 && found.characters > best.characters)) best = found;
  }
  return best;
}

/** The name without its leading place, unless only a line of business would be left: 宁波银行 is not 银行. */
function placeless(name: string): string {
  const { rest } = splitPlace(name);
  return trades.includes(rest) ? name : rest;
}

/** The places that two Chinese names begin with, when they are two different ones. */
export function differentPlaces(a: string, b: string): readonly [string, string] | undefined {
  const [x, y] = [splitPlace(a).place, splitPlace(b).place];
  const nation = /^中[国华]$/;
  return x !== '' && y !== '' && x !== y && !nation.test(x) && !nation.test(y) ? [x, y] : undefined;
}

function coreLevel(a: string, b: string): string {
  if (a === b) return 'equal';
  const [brandA, brandB] = [brandOf(a), brandOf(b)];
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length >= 2 && long.startsWith(short)) return 'short';
  if (short.length >= 3 && long.includes(short)) return 'short';
  if (isChunked(short, long)) return 'initials';
  if (short.length >= 4 && short[0] === long[0] && isSubsequence(short, long)) return 'abbreviation';
  if (brandA === brandB) return short.length === brandA.length ? 'short' : 'partial';
  if (short.length >= 4 && isSubsequence(short, long)) return 'partial';
  const dice = bigramDice(a, b);
  if (dice >= 0.75 && a.length >= 4 && brandA[0] === brandB[0]) return 'slip';
  return dice >= 0.5 ? 'partial' : 'different';
}

/** Chinese words mostly have two characters; a short name takes the first of each: 石油化工 → 石化. */
function isChunked(short: string, long: string): boolean {
  return short.length >= 2 && long.length >= short.length * 2 - 1 && [...short].every((c, i) => c === long[i * 2]);
}

/** Level of a Chinese and a Latin core: `sound` when the pinyin of the brand spells the Latin name. */
export function soundLevel(chinese: string, latin: string): string {
  const letters = latin.replaceAll(' ', '');
  const rest = placeless(chinese);
  const [brand, whole] = [pinyinOf(brandOf(rest)), pinyinOf(rest)];
  if (brand.length >= 4 && (letters === whole || letters === brand || letters.startsWith(whole))) return 'sound';
  return brand.length >= 6 && letters.startsWith(brand) ? 'sound' : 'script';
}

function isSubsequence(short: string, long: string): boolean {
  let at = 0;
  for (const c of long) if (c === short[at]) at += 1;
  return at === short.length;
}

function bigramDice(a: string, b: string): number {
  const grams = (t: string): string[] => Array.from({ length: t.length - 1 }, (_, i) => t.slice(i, i + 2));
  const right = new Map<string, number>();
  for (const g of grams(b)) right.set(g, (right.get(g) ?? 0) + 1);
  let shared = 0;
  for (const g of grams(a)) {
    const left = right.get(g) ?? 0;
    if (left > 0) {
      shared += 1;
      right.set(g, left - 1);
    }
  }
  return a.length + b.length > 2 ? (2 * shared) / (a.length + b.length - 2) : 0;
}
