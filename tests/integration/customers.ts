/** One customer as two systems have it: other spelling, other formats, the same company. */
export interface Customer {
  /** Row of the CRM of `two-systems.ts`. */
  readonly crm: string;
  /** Row of its ERP. */
  readonly erp: string;
}

const words = ['Nordlicht', 'Müller', 'Żabka', 'Ångström', 'Lindgren', 'Çelik', 'Société', 'Peña', 'Garcia', 'Weiß'];
const trades = ['Maschinenbau', 'Handels', 'Logistik', 'Papier', 'Textil', 'Chemie', 'Druck', 'Holz'];

/** Customer `i`: three in four match by e-mail or telephone and a name in another case, width or legal form; one in four is Chinese. */
export function customer(i: number): Customer {
  const chinese = i % 4 === 3;
  const name = chinese ? `天行${String(i)}贸易有限公司` : `${words[i % words.length]} ${trades[i % trades.length]} ${i} GmbH`;
  const mail = `einkauf@kunde${i}.example`;
  const phone = String(301_000_000 + i);
  const city = chinese ? '北京' : 'BERLIN';
  return {
    crm: `C${i},${name},${mail},+49 ${phone.slice(0, 2)} ${phone.slice(2)},${city},vip,note ${i}`,
    erp: `${70_000 + i};${chinese ? `${name}　` : respelled(name, i)};${i % 2 === 0 ? mail.toUpperCase() : mail};0${phone.slice(0, 2)}/${phone.slice(2)};${city};vip;note ${i}`,
  };
}

function respelled(name: string, i: number): string {
  const spellings = [name.toUpperCase(), ` ${name.replace(' GmbH', ' G.m.b.H.')} `, name.normalize('NFD'), name.replace(/\d+/, (d) => fullWidth(d))];
  return spellings[i % spellings.length] as string;
}

function fullWidth(digits: string): string {
  return digits.replaceAll(/\d/g, (d) => String.fromCharCode(0xff10 + Number(d)));
}

/** The first `n` customers. */
export function customers(n: number): readonly Customer[] {
  return Array.from({ length: n }, (_, i) => customer(i));
}
