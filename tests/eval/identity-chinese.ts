import { Converter } from 'opencc-js/cn2t';
import type { Features, Resolver } from '../../core/identity/resolver.ts';
import { scoredResolver } from '../../core/identity/scored.ts';
import { chineseBrandCharacters, chineseCities, chineseForms, chineseTrades } from './identity-names.ts';
import { Dice } from './identity-random.ts';

/** Listed companies: name on the exchange and registered name, from general knowledge. */
const listed: readonly string[] = [
  '贵州茅台 贵州茅台酒股份有限公司|五粮液 宜宾五粮液股份有限公司|中国平安 中国平安保险(集团)股份有限公司|招商银行 招商银行股份有限公司|工商银行 中国工商银行股份有限公司|建设银行 中国建设银行股份有限公司|农业银行 中国农业银行股份有限公司|中国银行 中国银行股份有限公司|交通银行 交通银行股份有限公司',
  '浦发银行 上海浦东发展银行股份有限公司|民生银行 中国民生银行股份有限公司|兴业银行 兴业银行股份有限公司|平安银行 平安银行股份有限公司|光大银行 中国光大银行股份有限公司|华夏银行 华夏银行股份有限公司|宁波银行 宁波银行股份有限公司|中国石化 中国石油化工股份有限公司|中国石油 中国石油天然气股份有限公司',
  '中国海油 中国海洋石油有限公司|中国神华 中国神华能源股份有限公司|长江电力 中国长江电力股份有限公司|中国建筑 中国建筑股份有限公司|中国中铁 中国中铁股份有限公司|中国铁建 中国铁建股份有限公司|中国交建 中国交通建设股份有限公司|中国电建 中国电力建设股份有限公司|中国中车 中国中车股份有限公司',
  '中国联通 中国联合网络通信股份有限公司|中国移动 中国移动有限公司|中国电信 中国电信股份有限公司|中国人寿 中国人寿保险股份有限公司|中国太保 中国太平洋保险(集团)股份有限公司|新华保险 新华人寿保险股份有限公司|中信证券 中信证券股份有限公司|海通证券 海通证券股份有限公司|华泰证券 华泰证券股份有限公司',
  '国泰君安 国泰君安证券股份有限公司|广发证券 广发证券股份有限公司|东方财富 东方财富信息股份有限公司|格力电器 珠海格力电器股份有限公司|美的集团 美的集团股份有限公司|海尔智家 海尔智家股份有限公司|海信家电 海信家电集团股份有限公司|四川长虹 四川长虹电器股份有限公司|京东方 京东方科技集团股份有限公司',
  '比亚迪 比亚迪股份有限公司|宁德时代 宁德时代新能源科技股份有限公司|隆基绿能 隆基绿能科技股份有限公司|通威股份 通威股份有限公司|阳光电源 阳光电源股份有限公司|海康威视 杭州海康威视数字技术股份有限公司|大华股份 浙江大华技术股份有限公司|科大讯飞 科大讯飞股份有限公司|立讯精密 立讯精密工业股份有限公司',
  '歌尔股份 歌尔股份有限公司|中兴通讯 中兴通讯股份有限公司|烽火通信 烽火通信科技股份有限公司|用友网络 用友网络科技股份有限公司|恒生电子 恒生电子股份有限公司|金山办公 北京金山办公软件股份有限公司|浪潮信息 浪潮电子信息产业股份有限公司|紫光股份 紫光股份有限公司|同方股份 同方股份有限公司|万科 万科企业股份有限公司',
  '保利发展 保利发展控股集团股份有限公司|招商蛇口 招商局蛇口工业区控股股份有限公司|金地集团 金地(集团)股份有限公司|华侨城 深圳华侨城股份有限公司|上汽集团 上海汽车集团股份有限公司|长安汽车 重庆长安汽车股份有限公司|长城汽车 长城汽车股份有限公司|广汽集团 广州汽车集团股份有限公司|江淮汽车 安徽江淮汽车集团股份有限公司',
  '福田汽车 北汽福田汽车股份有限公司|宇通客车 宇通客车股份有限公司|三一重工 三一重工股份有限公司|中联重科 中联重科股份有限公司|徐工机械 徐工集团工程机械股份有限公司|潍柴动力 潍柴动力股份有限公司|宝钢股份 宝山钢铁股份有限公司|鞍钢股份 鞍钢股份有限公司|包钢股份 内蒙古包钢钢联股份有限公司|紫金矿业 紫金矿业集团股份有限公司',
  '江西铜业 江西铜业股份有限公司|中国铝业 中国铝业股份有限公司|山东黄金 山东黄金矿业股份有限公司|海螺水泥 安徽海螺水泥股份有限公司|万华化学 万华化学集团股份有限公司|恒力石化 恒力石化股份有限公司|荣盛石化 荣盛石化股份有限公司|伊利股份 内蒙古伊利实业集团股份有限公司|光明乳业 光明乳业股份有限公司',
  '海天味业 佛山市海天调味食品股份有限公司|双汇发展 河南双汇投资发展股份有限公司|青岛啤酒 青岛啤酒股份有限公司|重庆啤酒 重庆啤酒股份有限公司|洋河股份 江苏洋河酒厂股份有限公司|泸州老窖 泸州老窖股份有限公司|山西汾酒 山西杏花村汾酒厂股份有限公司|古井贡酒 安徽古井贡酒股份有限公司|恒瑞医药 江苏恒瑞医药股份有限公司',
  '云南白药 云南白药集团股份有限公司|片仔癀 漳州片仔癀药业股份有限公司|同仁堂 北京同仁堂股份有限公司|复星医药 上海复星医药(集团)股份有限公司|药明康德 无锡药明康德新药开发股份有限公司|迈瑞医疗 深圳迈瑞生物医疗电子股份有限公司|爱尔眼科 爱尔眼科医院集团股份有限公司|长春高新 长春高新技术产业(集团)股份有限公司',
  '智飞生物 重庆智飞生物制品股份有限公司|白云山 广州白云山医药集团股份有限公司|顺丰控股 顺丰控股股份有限公司|圆通速递 圆通速递股份有限公司|韵达股份 韵达控股集团股份有限公司|中国国航 中国国际航空股份有限公司|南方航空 中国南方航空股份有限公司|东方航空 中国东方航空股份有限公司|海航控股 海南航空控股股份有限公司',
  '上海机场 上海国际机场股份有限公司|白云机场 广州白云国际机场股份有限公司|上港集团 上海国际港务(集团)股份有限公司|宁波港 宁波舟山港股份有限公司|大秦铁路 大秦铁路股份有限公司|永辉超市 永辉超市股份有限公司|苏宁易购 苏宁易购集团股份有限公司|王府井 王府井集团股份有限公司|分众传媒 分众传媒信息技术股份有限公司',
  '华谊兄弟 华谊兄弟传媒股份有限公司|光线传媒 北京光线传媒股份有限公司|芒果超媒 芒果超媒股份有限公司|锦江酒店 上海锦江国际酒店股份有限公司|宋城演艺 宋城演艺发展股份有限公司|新希望 新希望六和股份有限公司|温氏股份 温氏食品集团股份有限公司|牧原股份 牧原食品股份有限公司|北方稀土 中国北方稀土(集团)高科技股份有限公司',
  '华能国际 华能国际电力股份有限公司|大唐发电 大唐国际发电股份有限公司|国电南瑞 国电南瑞科技股份有限公司|特变电工 特变电工股份有限公司|金风科技 金风科技股份有限公司|东方电气 东方电气股份有限公司|上海电气 上海电气集团股份有限公司|中国船舶 中国船舶工业股份有限公司|中国重工 中国船舶重工股份有限公司',
  '中航沈飞 中航沈飞股份有限公司|洛阳钼业 洛阳栾川钼业集团股份有限公司|兖矿能源 兖矿能源集团股份有限公司|陕西煤业 陕西煤业股份有限公司|中煤能源 中国中煤能源股份有限公司|华友钴业 浙江华友钴业股份有限公司|赣锋锂业 江西赣锋锂业集团股份有限公司|天齐锂业 天齐锂业股份有限公司|亿纬锂能 惠州亿纬锂能股份有限公司',
  '汇川技术 深圳市汇川技术股份有限公司|大族激光 大族激光科技产业集团股份有限公司|韦尔股份 上海韦尔半导体股份有限公司|兆易创新 兆易创新科技集团股份有限公司|中芯国际 中芯国际集成电路制造有限公司|三安光电 三安光电股份有限公司|沪电股份 沪士电子股份有限公司|深南电路 深南电路股份有限公司|欧菲光 欧菲光集团股份有限公司',
  '老板电器 杭州老板电器股份有限公司|苏泊尔 浙江苏泊尔股份有限公司|九阳股份 九阳股份有限公司|东阿阿胶 东阿阿胶股份有限公司|福耀玻璃 福耀玻璃工业集团股份有限公司|森马服饰 浙江森马服饰股份有限公司|七匹狼 福建七匹狼实业股份有限公司|雅戈尔 雅戈尔集团股份有限公司',
];

/** The pool that a short name is looked up in. */
const poolSize = 3842;
const precisionMin = 0.99;

/** How well short names find their registered names. */
export interface ChineseResult {
  readonly queries: number;
  readonly pool: number;
  readonly topOne: number;
  /** Recall at the lowest score whose precision is still 0.99. */
  readonly recall: number;
}

function pool(): string[] {
  const dice = new Dice(77);
  const names = new Set(listed.flatMap((l) => l.split('|')).map((p) => p.split(' ')[1] as string));
  while (names.size < poolSize) {
    const brand = Array.from({ length: dice.int(2, 3) }, () => dice.pick(chineseBrandCharacters)).join('');
    names.add(`${dice.chance(0.7) ? dice.pick(chineseCities) : ''}${brand}${dice.pick(chineseTrades)}${dice.pick(chineseForms)}`);
  }
  return [...names];
}

/** Looks every short name up among the registered names by keys and score; `traditional` writes the short names in traditional characters. */
export function chineseLookup(traditional: boolean): ChineseResult {
  const resolver = scoredResolver();
  const toTraditional = Converter({ from: 'cn', to: 't' });
  const featuresOf = (name: string): Features => resolver.features('organization', new Map([['name', name]]), { country: 'CN' });
  const registered = pool().map((name) => ({ name, features: featuresOf(name) }));
  const byKey = new Map<string, number[]>();
  registered.forEach(({ features }, i) => {
    for (const key of features.keys) byKey.set(key, [...(byKey.get(key) ?? []), i]);
  });
  const pairs = listed.flatMap((l) => l.split('|')).map((p) => p.split(' ') as [string, string]);
  const answers = pairs.map(([short, legal]) => {
    const query = featuresOf(traditional ? toTraditional(short) : short);
    const best = bestOf(
      query,
      [...new Set(query.keys.flatMap((k) => byKey.get(k) ?? []))].map((i) => registered[i] as (typeof registered)[number]),
      resolver,
    );
    return { right: best?.name === legal, score: best?.score ?? Number.NEGATIVE_INFINITY };
  });
  return { queries: pairs.length, pool: registered.length, topOne: answers.filter((a) => a.right).length / pairs.length, recall: recallAt(answers) };
}

function bestOf(query: Features, among: readonly { readonly name: string; readonly features: Features }[], resolver: Resolver): { name: string; score: number } | undefined {
  let best: { name: string; score: number } | undefined;
  for (const { name, features } of among) {
    const score = resolver.compare(query.signature, features.signature).total;
    // of equal scores the shorter name is the plainer reading
    if (best === undefined || score > best.score || (score === best.score && name.length < best.name.length)) best = { name, score };
  }
  return best;
}

function recallAt(answers: readonly { readonly right: boolean; readonly score: number }[]): number {
  const ordered = answers.toSorted((a, b) => b.score - a.score);
  let [right, recall] = [0, 0];
  ordered.forEach((answer, i) => {
    if (answer.right) right += 1;
    const tied = ordered[i + 1]?.score === answer.score;
    if (!tied && right / (i + 1) >= precisionMin) recall = right / answers.length;
  });
  return recall;
}
