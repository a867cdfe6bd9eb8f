/** What a legal form says about liability: forms of one class are often confused, forms of two classes rarely name one company. */
export type FormClass = 'limited' | 'stock' | 'partner' | 'coop' | 'nonprofit' | 'state' | 'company';

/** Legal forms by class, then by country (the first two letters of a line), written folded and without dots: `short = spelling = spelling`. Compiled by us from company law as published; one line serves several countries that share a form. */
const table: Readonly<Record<FormClass, readonly string[]>> = {
  limited: [
    'GB IE CY MT HK SG MY NG KE GH ZA NZ IN BD LK PK: ltd=limited=ltda; pvt ltd=private limited=pte ltd=private ltd=pte limited=pvt limited=p ltd=pte=pvt; unlimited; dac=designated activity company',
    'US: llc=limited liability company=limited liability co=l l c; pllc=professional limited liability company; lc; professional corporation',
    'AU NZ: pty ltd=proprietary limited=pty limited=pty',
    'DE AT CH LI: gmbh=gesellschaft mit beschrankter haftung=ges mbh=gesmbh=mbh=ggmbh=gemeinnutzige gmbh; ug=unternehmergesellschaft=ug haftungsbeschrankt; sarl gmbh',
    'FR BE LU CH MA TN DZ SN CI CM: sarl=societe a responsabilite limitee=s a r l=s a rl; eurl=entreprise unipersonnelle a responsabilite limitee; sprl=societe privee a responsabilite limitee; srl=societe a responsabilite limitee simplifiee; suarl; selarl',
    'IT: srl=societa a responsabilita limitata=s r l; srls=societa a responsabilita limitata semplificata',
    'ES: sl=sociedad limitada=sociedad de responsabilidad limitada=s l; slu=sociedad limitada unipersonal; slp; sll=sociedad limitada laboral',
    'MX AR CO PE CL EC UY PY BO GT HN CR PA: s de rl=sociedad de responsabilidad limitada=s de rl de cv=srl de cv=s de r l de c v; eirl; ltda; spa=sociedad por acciones',
    'PT BR AO MZ: lda=limitada=sociedade por quotas; unipessoal lda=unipessoal; ltda me; eireli; epp',
    'NL: bv=besloten vennootschap=besloten vennootschap met beperkte aansprakelijkheid; BE: bvba=besloten vennootschap met beperkte aansprakelijkheid; ',
    'DK GL FO: aps=anpartsselskab; ivs; NO: as=aksjeselskap; SE: ab=aktiebolag; FI: oy=osakeyhtio=oy ab; IS: ehf=einkahlutafelag',
    'PL: sp zoo=spolka z ograniczona odpowiedzialnoscia=sp z oo=spolka z oo=spzoo=sp z o o; CZ: sro=spolecnost s rucenim omezenym=spol s ro=spol sro; SK: spolocnost s rucenim obmedzenym',
    'HU: kft=korlatolt felelossegu tarsasag; RO MD: societatea cu raspundere limitata=societate cu raspundere limitata; BG: ood=druzhestvo s ogranichena otgovornost=eood=edinostveno ood',
    'RU BY KZ UA KG: ooo=obshchestvo s ogranichennoi otvetstvennostyu=obshchestvo s ogranichennoy otvetstvennostyu=obshchestvo s ogranichennoj otvetstvennostyu; too=tovarishchestvo s ogranichennoy otvetstvennostyu; tov=tovarystvo z obmezhenoyu vidpovidalnistyu; odo; chup',
    'SI HR RS BA ME MK: doo=druzba z omejeno odgovornostjo=drustvo s ogranicenom odgovornoscu=drustvo sa ogranicenom odgovornoscu=d o o; dooel',
    'EE: ou=osauhing; LV: sia=sabiedriba ar ierobezotu atbildibu; LT: uab=uzdaroji akcine bendrove; GR CY: epe=etaireia periorismenis eythynis; ike; GE: shps; AM: spe; AZ: mmc',
    'TR: ltd sti=limited sirketi=ltd sirketi; IL: bam=baam; AE SA QA KW BH OM JO EG: wll=with limited liability=fz llc=fze=fzco=fzc=free zone establishment=dmcc; LB: sal',
    'JP: yk=yugen kaisha=yugen gaisha; gk=godo kaisha=godo gaisha; KR: yuhan hoesa=yuhanhoesa; TW CN: co ltd=company limited=co limited; VN: tnhh=cong ty tnhh=cong ty trach nhiem huu han; TH: company limited=borisat chamkat',
    'MY: sdn bhd=sendirian berhad; ID: pt=perseroan terbatas; PH: opc; KH LA MM: co ltd; ZA: cc=close corporation=proprietary ltd',
  ],
  stock: [
    'GB IE: plc=public limited company=public limited co; cic=community interest company',
    'DE AT CH LI: ag=aktiengesellschaft=akg=aktiengeselschaft; EU: se=societas europaea; kgaa=kommanditgesellschaft auf aktien=gmbh co kgaa',
    'FR BE LU CH MA TN SN: sa=societe anonyme=s a; sas=societe par actions simplifiee; sasu=societe par actions simplifiee unipersonnelle; sca=societe en commandite par actions; scop; sicav',
    'ES AR CO PE CL UY BO EC GT CR PA DO: sociedad anonima; sau=sociedad anonima unipersonal; saa; sapi; sab=sociedad anonima bursatil; MX: sa de cv=s a de c v=sapi de cv=sab de cv=sociedad anonima de capital variable; BR PT AO: sociedade anonima=s a; sgps',
    'IT: spa=societa per azioni=s p a; sapa; NL BE: nv=naamloze vennootschap; DK: a s=aktieselskab; NO: asa=allmennaksjeselskap; SE: abp=publikt aktiebolag=ab publ; FI: oyj=julkinen osakeyhtio; IS: hf=hlutafelag',
    'PL: spolka akcyjna=s a; CZ SK: akciova spolocnost=akciova spolecnost; HU: zrt=zartkoruen mukodo reszvenytarsasag=nyrt=nyilvanosan mukodo reszvenytarsasag=rt; RO: societate pe actiuni; BG: aktsionerno druzhestvo=ead=ad',
    'RU BY KZ UA UZ: jsc=joint stock company=joint stock co; ojsc=open joint stock company=oao=otkrytoe aktsionernoe obshchestvo; cjsc=closed joint stock company=zao=zakrytoe aktsionernoe obshchestvo; pjsc=public joint stock company=pao=publichnoe aktsionernoe obshchestvo; ao=aktsionernoe obshchestvo; aat=akcionernoe tovarystvo=pat=prat; npao',
    'SI HR RS BA MK: dd=delniska druzba=dionicko drustvo; akcionarsko drustvo; LT: akcine bendrove; LV: akciju sabiedriba; EE: aktsiaselts; GR CY: ae=anonymi etaireia; TR: anonim sirketi=anonim sti=as sti; AL: sha',
    'JP: kk=kabushiki kaisha=kabushiki gaisha; KR: jusikhoesa=jusighoesa=chusik hoesa; TH: pcl=public company limited=public co ltd; VN: ctcp=cong ty co phan; MY: bhd=berhad; ID: tbk=persero tbk=pt tbk; IR: pjs; EG: sae; SA: sjsc; KW: ksc=kscc; OM: saog; QA: qsc=qpsc; BH: bsc',
  ],
  partner: [
    'US GB CA AU IN: lp=limited partnership; llp=limited liability partnership; lllp; general partnership; & co lp',
    'DE AT CH: kg=kommanditgesellschaft=gmbh co kg=gmbh and co kg=gmbh u co kg=ag co kg=co kg; ohg=offene handelsgesellschaft; gbr=gesellschaft burgerlichen rechts; partg=partnerschaftsgesellschaft=partgmbb; ek=eingetragener kaufmann=einzelunternehmen',
    'FR BE LU: snc=societe en nom collectif; scs=societe en commandite simple; sci=societe civile immobiliere; IT: sas di; sapa di; NL: cv=commanditaire vennootschap; vof=vennootschap onder firma; ES: scp; cb=comunidad de bienes',
    'DK: interessentskab; ks=kommanditselskab; SE: hb=handelsbolag; kb=kommanditbolag; NO: ans; FI: ky=kommandiittiyhtio; PL: sp j=spolka jawna; sp k=spolka komandytowa; spolka komandytowa; CZ SK: vos; HU: bt=beteti tarsasag; kkt',
  ],
  coop: [
    'DE AT: eg=eingetragene genossenschaft; FR: scop; coop=cooperative=co operative; NL: ua=cooperatie ua; IT: scarl=scrl=societa cooperativa; ES: s coop=sociedad cooperativa; FI: osk=osuuskunta; SE: ek for=ekonomisk forening; DK: amba; PL: spoldzielnia',
  ],
  nonprofit: [
    'DE AT CH: ev=eingetragener verein=verein; stiftung; FR: association loi 1901; fondation; ES: fundacion; asociacion; IT: onlus; fondazione; NL: stichting; SE: stiftelse; ideell forening; US: nfp; 501c3; RU: ano=avtonomnaya nekommercheskaya organizatsiya; nko; PL: fundacja; stowarzyszenie; HU: alapitvany; PT BR: fundacao; associacao',
  ],
  state: [
    'RU: fgup=federalnoe gosudarstvennoe unitarnoe predpriyatie; gup; mup; FR: epic; epa; CN: soe; ID: persero; perum; AU: statutory authority; US: na=national association=n a',
  ],
  company: [
    'US CA PH LR: inc=incorporated=incorp; corp=corporation=corpn; co=company=comp; ltee=limitee; CA: ulc; cie=compagnie; firma; group; holding; holdings; JP: kaisha; gruppe; groupe; gruppo; grupo',
  ],
};

/** A legal form: its short name and class. */
export interface LegalForm {
  readonly code: string;
  readonly formClass: FormClass;
}

function compile(): Map<string, LegalForm> {
  const found = new Map<string, LegalForm>();
  for (const [formClass, lines] of Object.entries(table) as [FormClass, readonly string[]][]) {
    for (const entry of lines.join(';').split(';')) {
      const spellings = entry
        .replace(/^[^:]*:/, '')
        .split('=')
        .map((s) => s.trim())
        .filter((s) => s !== '');
      for (const spelling of spellings) if (!found.has(spelling)) found.set(spelling, { code: spellings[0] as string, formClass });
    }
  }
  return found;
}

/** The form that these words spell, if they are one. */
export const legalForms: ReadonlyMap<string, LegalForm> = compile();

/** No form has more words than this. */
export const formWordsMax = 8;

/** Chinese, Japanese and Korean forms at either end of a name, longest first (simplified characters). */
export const cjkForms: readonly (readonly [string, FormClass])[] = [
  ['股份有限责任公司', 'stock'],
  ['集团股份有限公司', 'stock'],
  ['有限责任公司', 'limited'],
  ['股份有限公司', 'stock'],
  ['集团有限公司', 'limited'],
  ['控股有限公司', 'limited'],
  ['有限合伙企业', 'partner'],
  ['普通合伙企业', 'partner'],
  ['特殊普通合伙', 'partner'],
  ['个体工商户', 'company'],
  ['有限公司', 'limited'],
  ['股份公司', 'stock'],
  ['株式会社', 'stock'],
  ['有限会社', 'limited'],
  ['合同会社', 'limited'],
  ['有限合伙', 'partner'],
  ['普通合伙', 'partner'],
  ['合伙企业', 'partner'],
  ['集团公司', 'company'],
  ['分公司', 'company'],
  ['合作社', 'coop'],
  ['总公司', 'company'],
  ['基金会', 'nonprofit'],
  ['集团', 'company'],
  ['公司', 'company'],
];

/** Forms that are written in front of the name. Any other short word there belongs to the name. */
export const leadingForms: ReadonlySet<string> = new Set(
  'ooo oao zao pao ao jsc ojsc cjsc pjsc npao pt llc ltd srl sarl spa gmbh ano too tov aat pat prat fgup gup mup uab sia doo dooel ead eood ood kk'.split(' '),
);
