/** Provinces and prefecture-level cities: the first characters of most Chinese company names, which say where, not who. */
const chinesePlaces =
  '中国 中华 北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 长春 四平 辽源 通化 白山 松原 白城 延边 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚 儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 贵阳 六盘水 遵义 安顺 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 大理 拉萨 日喀则 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 西宁 海东 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 昆山 江阴 张家港 常熟 太仓 台北 高雄 台中 新竹';

const byLength: readonly ReadonlySet<string>[] = [4, 3, 2].map((length) => new Set(chinesePlaces.split(' ').filter((p) => p.length === length)));

/** Splits a simplified Chinese name into a leading place (with 省, 市, 区 …) and the rest; the rest keeps at least two characters. */
export function splitPlace(name: string): { readonly place: string; readonly rest: string } {
  let place = '';
  let rest = name;
  for (let turn = 0; turn < 2; turn += 1) {
    const found = byLength.map((set, i) => (set.has(rest.slice(0, 4 - i)) ? rest.slice(0, 4 - i) : '')).find((p) => p !== '');
    if (found === undefined) break;
    const after = rest.slice(found.length).replace(/^(?:特别行政区|自治区|自治州|壮族|回族|维吾尔|省|市|地区|州)/, '');
    if (after.length < 2) break;
    place ||= found;
    rest = after;
  }
  return { place, rest };
}

/** Country and region words in company names: subsidiaries of one group differ by them, sister companies share everything else. */
const westernPlaces =
  'africa albania algeria america american americas angola arabia argentina armenia asia asian atlanta australia australian austria azerbaijan bahrain bangladesh belarus belgique belgium benelux berlin bolivia boston bosnia brasil brazil bulgaria california cambodia cameroon canada canadian chad chicago chile china chinese cleveland colombia croatia cuba cyprus czech czechia dallas danmark denmark deutschland dubai ecuador egypt emea espana estonia ethiopia europe european finland florida france geneva georgia germany ghana greece guatemala guangzhou hamburg hellas hongkong houston hungary iberia iceland india indian indonesia iran iraq ireland israel istanbul italia italy jamaica japan jordan kazakhstan kenya korea kuwait latvia lebanon libya lithuania london luxembourg luxemburg macau madrid malaysia malta mexico miami milan moldova mongolia montenegro morocco moscow mumbai munich myanmar nederland nepal netherlands nigeria nordic norge norway oman osterreich oesterreich pakistan panama paraguay paris peru philippines phoenix poland polska portugal qatar romania rome russia russian rwanda saudi scotland schweiz senegal serbia shanghai shenzhen beijing singapore slovakia slovenia somalia spain suisse sverige sweden svizzera switzerland syria taiwan tanzania texas thailand tokyo toronto tunisia turkey turkiye uganda uk ukraine uruguay us usa uzbekistan vancouver venezuela vietnam wales yemen zambia zimbabwe zurich scandinavia';

/** True for a Latin word (folded) that names a country, region or world city. */
export const placeWords: ReadonlySet<string> = new Set(westernPlaces.split(' '));

/** One spelling for a country's names in different languages. */
export const placeSynonyms: ReadonlyMap<string, string> = new Map(
  Object.entries({
    deutschland: 'germany',
    osterreich: 'austria',
    oesterreich: 'austria',
    schweiz: 'switzerland',
    suisse: 'switzerland',
    svizzera: 'switzerland',
    italia: 'italy',
    espana: 'spain',
    nederland: 'netherlands',
    norge: 'norway',
    sverige: 'sweden',
    danmark: 'denmark',
    polska: 'poland',
    brasil: 'brazil',
    belgique: 'belgium',
    turkiye: 'turkey',
    hellas: 'greece',
    usa: 'us',
    america: 'us',
    luxemburg: 'luxembourg',
  }),
);
