/** Word lists for synthetic records, most common first; from general knowledge, no register was copied. */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const givenNames = words(`
james mary john patricia robert jennifer michael linda david elizabeth william barbara richard susan joseph jessica thomas sarah charles karen christopher lisa daniel nancy matthew betty anthony sandra mark margaret donald ashley steven kimberly paul emily andrew donna joshua michelle kenneth carol kevin amanda brian melissa george deborah timothy stephanie ronald rebecca edward laura jason sharon jeffrey cynthia ryan kathleen jacob amy gary angela nicholas shirley eric anna jonathan brenda stephen pamela larry emma justin nicole scott helen brandon samantha benjamin katherine samuel christine gregory debra alexander rachel patrick carolyn frank janet raymond maria jack olivia dennis heather jerry diane oliver charlotte harry amelia isla ava mia grace freddie alfie logan archie ethan lucas mason isaac sophie ella ruby chloe poppy evie freya daisy alice florence sienna phoebe lily jayden leo noah arthur muhammad theo oscar henry max jackson dylan zachary lachlan cooper riley hunter jake liam joel bailey mitchell caitlin georgia tahlia brooke jasmine kayla madison paige maddison hannah holly molly abbey ebony tayla lara zoe imogen gabriella connor blake jordan toby angus declan hamish finn kai luke nathan adam aaron simon martin peter stefan klaus hans juergen wolfgang uwe monika petra sabine ursula pierre jean marie camille luc antoine julien jose juan carlos luis miguel ana carmen lucia pablo diego giulia marco luca francesca ivan dmitri olga natalia sergei ahmed fatima omar aisha raj priya amit sunita yuki hiroshi kenji`);

export const familyNames = words(`
smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson thomas taylor moore jackson martin lee perez thompson white harris sanchez clark ramirez lewis robinson walker young allen king wright scott torres nguyen hill flores green adams nelson baker hall rivera campbell mitchell carter roberts gomez phillips evans turner diaz parker cruz edwards collins reyes stewart morris morales murphy cook rogers gutierrez ortiz morgan cooper peterson bailey reed kelly howard ramos kim cox ward richardson watson brooks chavez wood james bennett gray mendoza ruiz hughes price alvarez castillo sanders patel myers long ross foster davies griffiths ferguson holmes fisher dean murray reid simpson marshall graham ellis mcdonald kennedy wells burns gordon shaw palmer hunt black holmes rice knight webb stone mason dixon hunter hicks crawford henry boyd kelley burke ryan white crowe ryan clarke campbell hudson nash barnes gibson mills harvey dawson porter chapman matthews wallace saunders lawrence payne barker walsh osborne doyle sharp bishop carr frost hardy lowe barrett field goodman bird lambert norris parry rees pritchard mueller schmidt schneider fischer weber meyer wagner becker schulz hoffmann koch bauer richter klein wolf dubois durand leroy moreau laurent rossi russo ferrari esposito bianchi romano silva santos oliveira souza pereira ivanov petrov smirnov kuznetsov sokolov singh kumar sharma gupta khan ali hassan ibrahim tanaka suzuki sato watanabe yamamoto kowalski nowak wisniewski jansen devries bakker nielsen hansen larsen johansson andersson karlsson`);

export const syllables = words(
  'al an ar ba bel ber bo bri ca cal cor da dal del den dor el en er fal fen gal gar gre hal har hol jor kal kel ken kor la lan lar len lo lu mal mar mel mer mi mon nar nel no or pal per pra qui ral ren ri ro sal san sel sil so ta tal tan tel tor tri val van ver vi wel wil yor zan zel',
);

export const chineseSurnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢傅钟崔汪范陆廖石'];
export const chineseGiven = [
  ...'伟芳娜敏静秀英丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华红玉建文国志海晓东春小林辉宇欣雨佳浩子轩梓涵思怡晨嘉俊博瑞琪雪梅燕玲飞鹏龙波斌亮宁峰凯婷倩璐莹欢乐天',
];

export const cities = words(
  `london birmingham manchester leeds liverpool bristol sheffield newcastle sydney melbourne brisbane perth chicago houston phoenix dallas austin boston denver seattle portland atlanta miami detroit berlin hamburg munich cologne paris lyon lille madrid valencia milan turin rome vienna zurich toronto vancouver dublin reading oxford leicester nottingham derby plymouth swansea cardiff hull york exeter norwich ipswich luton bedford preston bolton`,
);
export const streetNames = words(
  `main high church park station london victoria green mill king queen york albert grange manor new chapel windsor north school oak elm maple cedar pine washington lake hill walnut spring river jackson lincoln madison jefferson franklin clark wells state kedzie harrison adams monroe wabash archer pulaski sheridan clinton wentworth macarthur bourke collins flinders hampton dryandra wattle banksia kingfisher rosella goethe schiller bahnhof garten linden`,
);
export const streetKinds = words('street road avenue lane drive place court close boulevard way');
export const companyWords = words(
  `services solutions group systems technologies international consulting holdings industries trading logistics partners engineering construction foods design media energy software capital insurance motors electronics pharma textiles security supply marine travel properties electric plumbing bakery cafe restaurant grill hotel clinic dental school academy center foundation association church library museum hospital laboratories farms garden furniture printing press studio agency market pharmacy college institute daycare preschool nursery care learning children youth community`,
);
export const brandWords = words(
  `summit pioneer golden royal silver blue red global united first premier star sun eagle lion phoenix atlas delta alpha omega apex vertex nova quantum orion titan zenith horizon liberty heritage crystal emerald pacific atlantic northern southern western eastern central metro capital city bright little happy sunshine rainbow angels hope grace unity harmony evergreen willow riverside lakeside hillside parkside oakwood maplewood`,
);
export const westernForms = [
  'Inc.',
  'Inc',
  'LLC',
  'Ltd',
  'Limited',
  'Corp',
  'Corporation',
  'Co.',
  'GmbH',
  'AG',
  'S.A.',
  'SARL',
  'S.r.l.',
  'B.V.',
  'Pty Ltd',
  'plc',
  'Oy',
  'AB',
  'A/S',
  'Sp. z o.o.',
];

export const chineseBrandCharacters = [...'华中新金大天海龙东方瑞盛恒达通泰安信德康宏远鑫源汇联创美佳和利丰兴隆昌顺诚立伟杰凯博宇腾飞云智星辰科锐迈普捷优尚品嘉润禾森'];
export const chineseTrades = [
  '科技',
  '信息技术',
  '网络科技',
  '电子',
  '贸易',
  '实业',
  '投资',
  '管理咨询',
  '建筑工程',
  '装饰',
  '文化传媒',
  '教育',
  '医药',
  '生物科技',
  '食品',
  '机械',
  '设备',
  '汽车',
  '物流',
  '能源',
  '环保',
  '化工',
  '新材料',
  '房地产',
  '酒店',
  '进出口',
  '电器',
  '软件',
  '包装',
  '服装',
];
export const chineseForms = ['有限公司', '股份有限公司', '有限责任公司', '集团有限公司', '集团股份有限公司'];
export const chineseCities = [
  '北京',
  '上海',
  '深圳',
  '广州',
  '杭州',
  '苏州',
  '南京',
  '成都',
  '武汉',
  '西安',
  '天津',
  '重庆',
  '宁波',
  '青岛',
  '厦门',
  '东莞',
  '佛山',
  '无锡',
  '合肥',
  '长沙',
];
