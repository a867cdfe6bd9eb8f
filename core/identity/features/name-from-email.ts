import { emailParts } from '../normalise/email.ts';

/** A family name read from a mailbox must have this many letters: shorter ones are initials and departments. */
const lettersMin = 3;

/** Completes half a name from the record's own mailbox: `given` george and `gdavies72@…` give davies; a nameless `george.davies@…` gives both. Nothing is guessed that the mailbox does not spell. */
export function nameFromEmail(given: string, family: string, address: string | undefined): { readonly given: string; readonly family: string } {
  const found = address === undefined ? undefined : emailParts(address);
  if (found === undefined || found.shared || (given !== '' && family !== '')) return { given, family };
  const parts = found.local
    .split(/[._-]+/)
    .map((part) => part.replace(/\d+/g, ''))
    .filter((part) => part !== '' && /^[a-z]+$/.test(part));
  const [first = '', second = ''] = parts;
  if (given === '' && family === '') return parts.length === 2 && second.length >= lettersMin ? { given: first, family: second } : { given, family };
  const known = given || family;
  if (parts.length === 2) {
    const other = first === known || first === known[0] ? second : second === known || second === known[0] ? first : '';
    return completed(given, family, other);
  }
  const joined = first;
  const rest = joined.startsWith(known)
    ? joined.slice(known.length)
    : joined.endsWith(known)
      ? joined.slice(0, -known.length)
      : given !== '' && joined[0] === given[0]
        ? joined.slice(1)
        : '';
  return completed(given, family, rest);
}

function completed(given: string, family: string, other: string): { given: string; family: string } {
  if (given === '') return { given: other, family };
  return { given, family: other.length >= lettersMin ? other : family };
}
