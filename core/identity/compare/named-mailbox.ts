import { emailParts } from '../normalise/email.ts';
import { editDistance } from './strings.ts';

/** Letters of a name that a mailbox must show to be made of it: `li` stands in many words. */
const nameLettersMin = 3;
/** A number of at least so many digits that two mailboxes have in common is no accident of their names. */
const numberDigitsMin = 2;
/** One letter more or less in a shorter domain makes another one (`gmx`, `gmi`). */
const domainLettersMin = 5;

/** Müller has `mueller@…`: both are read alike. */
function plain(text: string): string {
  return text.replace(/([aou])e/g, '$1');
}

/** True when a mailbox is made of the person's own name and nothing else but a number and an initial: `anna.schmidt2`, `aschmidt`, `anna`. `names` as in a signature: `given|family`. */
export function isOfName(local: string, names: readonly string[]): boolean {
  const letters = plain(local.replace(/[^\p{L}]/gu, ''));
  return names.some((name) => {
    const words = name.split(/[| ]/).filter((word) => word !== '');
    let rest = letters;
    for (const word of words.map(plain).filter((w) => w.length >= nameLettersMin)) rest = rest.replace(word, '');
    return rest.length < letters.length && (rest === '' || words.some((word) => word[0] === rest));
  });
}

/** True when the likeness of two mailboxes says no more than the names of their owners do: both are made of a name, and neither a number nor a domain agrees beside it. */
export function isNamesLikeness(x: string, y: string, namesX: readonly string[], namesY: readonly string[]): boolean {
  const [p, q] = [emailParts(x), emailParts(y)];
  if (p === undefined || q === undefined || !isOfName(p.local, namesX) || !isOfName(q.local, namesY)) return false;
  const [n, m] = [p.local.replace(/\D/g, ''), q.local.replace(/\D/g, '')];
  if (n.length >= numberDigitsMin && n === m) return false;
  // gmail.com ignores dots, a slip of it does not
  const [left, right] = [p.local, q.local].map((local) => local.replace(/[^\p{L}\d]/gu, ''));
  return p.domain === q.domain || left !== right || !isDomainSlip(p.domain, q.domain);
}

/** One letter wrong, as in `gmial.com`; a domain with another number is another one. */
function isDomainSlip(x: string, y: string): boolean {
  const [p, q] = [x, y].map((d) => d.replace(/\d/g, '')) as [string, string];
  return p !== q && Math.min(p.lastIndexOf('.'), q.lastIndexOf('.')) >= domainLettersMin && editDistance(x, y, 1) <= 1;
}
