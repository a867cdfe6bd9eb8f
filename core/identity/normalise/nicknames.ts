/** Short and pet forms per given name: our own selection of everyday English, German, French, Spanish and Russian usage. */
const groups = `alexander alex al sandy sasha xander alec lex|alexandra alex sandra sandy sasha lexi|alfred alf alfie fred freddie|allison ali|amanda mandy|andrew andy drew|andrea andi|angela angie|ann anne anna annie nan nancy|anthony tony ant|antonio tonio tony toni|arthur art artie|barbara barb babs barbie|benjamin ben benny benji|bernard bernie|bradley brad|catherine katherine kathryn kate kathy cathy katie kitty kat cath|charles charlie chuck chas carl|charlotte charlie lottie|christina christine chris chrissy tina|christopher chris kit topher|cynthia cindy|daniel dan danny|david dave davey|deborah debra deb debbie|dennis denny|diana diane di|donald don donny|dorothy dot dottie|douglas doug|edward ed eddie ted teddy ned|eleanor ellie nell nora|elizabeth eliza liz lizzie beth betty bess betsy libby lisa elsie liza|emily em emmy|eugene gene|evelyn evie|ferdinand ferdi|florence flo florrie|frances fran fanny|francis frank fran|francisco paco pancho fran|franklin frank|frederick fred freddie freddy|friedrich fritz|gabriel gabe|gabrielle gabi gaby|gerald gerry jerry|geoffrey jeffrey geoff jeff|george georgie|gregory greg|guillermo memo|hannah hanna|harold hal harry|henry harry hank hal|ignacio nacho|isaac ike|isabella isabel bella izzy|jacob jake jack|jacqueline jackie|james jim jimmy jamie jem|janet jan|jason jay|jennifer jen jenny jenn|jeremy jerry|jessica jess jessie|joan joanna joanne jo|john johnny jack jon|jonathan jon jonny|joseph joe joey josef|josephine jo josie|jose pepe|joshua josh|judith judy|julia julie jules|kenneth ken kenny|kimberly kim|laura laurie|lawrence laurence larry laurie|leonard leo len lenny|lillian lily lil|louis lou louie|louise lou|lucas luke|lucille lucy|madeline maddie|manuel manny manolo|margaret maggie meg peg peggy marge margie greta rita|maria mary mia|marjorie marge|martin marty|martha marty|matthew matt mat|maximilian max|maxwell max|michael mike mick mickey mikey misha|michelle shelly|mildred millie|mohammed muhammad mohamed mo|nathaniel nathan nat nate|nicholas nick nicky nico klaus|nicole nicky|norman norm|oliver ollie|olivia liv livvy|pamela pam|patricia pat patty trish tricia|patrick pat paddy|peter pete|philip phil pip|rachel rach|randolph randy|raymond ray|rebecca becky becca|reginald reg reggie|richard rich rick ricky dick ritchie|robert rob bob bobby robbie bert|roberta bobbie|roderick rod|ronald ron ronnie|rosemary rose rosie|russell russ|samantha sam sammy|samuel sam sammy|sarah sally sadie|sebastian seb bastian|sergei serge|sidney sid|simon si|sophia sophie|stanley stan|stephanie steph|stephen steven steve|susan sue susie suzy|suzanne sue|sylvia syl|teresa theresa terry tess|terence terry|theodore ted teddy theo|thomas tom tommy|timothy tim|valerie val|veronica ronnie|victoria vicky tori|vincent vince|virginia ginny|vladimir vova volodya|volodymyr vladimir|walter walt wally|wilhelm willi|william will bill billy willy liam|winston win|zachary zach zack|yuri youri|ekaterina katya|dmitri dima`;

const byName = new Map<string, Set<number>>();
groups.split('|').forEach((group, index) => {
  for (const name of group.split(' ')) {
    const known = byName.get(name);
    if (known === undefined) byName.set(name, new Set([index]));
    else known.add(index);
  }
});

/** True when one given name is a usual short form of the other, or both are of a third. */
export function areNicknames(a: string, b: string): boolean {
  const left = byName.get(a);
  const right = byName.get(b);
  if (left === undefined || right === undefined) return false;
  for (const group of left) if (right.has(group)) return true;
  return false;
}

/** Usual short and pet forms of a given name, itself left out; empty for a name that has none. */
export function nicknamesOf(name: string): readonly string[] {
  const own = byName.get(name);
  if (own === undefined) return [];
  return [...byName].filter(([other, groups]) => other !== name && [...groups].some((g) => own.has(g))).map(([other]) => other);
}
