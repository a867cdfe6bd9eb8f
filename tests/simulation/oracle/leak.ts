import type { RecordKind } from '../kinds.ts';
import { personalTexts } from '../people.ts';
import type { Setup } from '../setup.ts';
import type { Snapshot } from '../snapshot.ts';
import { booksOf } from './records.ts';
import type { Violation } from './violation.ts';

/** What people type: four digits and the name of a field, or the number a customer is known by. */
const personal = /\d{4}(name|city|note|industry|legal|title|pin|desc|bad)|DE1000\d{5}|\bcanary\b/i;
/** True for a text with what systems are called with, or sign their webhooks with. */
export const hasSecret = (text: string): boolean => text.includes('secret token') || text.includes('systems’ secret');

const leaked = (what: string): Violation => ({ oracle: 'leak', what: what.slice(0, 600) });

/** The neighbour knows customers by the same numbers, and people by the same names, mailboxes and telephones. */
const isShared = ({ joinedBy, customer }: RecordKind, field: string): boolean => joinedBy.flat().includes(field) || field === customer?.field;

/** Nothing of the neighbour is in this workspace or its systems, nothing of ours is there, and nobody touched a workspace that he was not called for. */
export function leak(setup: Setup, snapshot: Snapshot): Violation[] {
  const found: Violation[] = [];
  for (const item of snapshot.items) {
    const body = JSON.stringify(item.body);
    if (body.includes('canary')) found.push(leaked(`${item.pk} holds a neighbour's value`));
    if (hasSecret(body)) found.push(leaked(`${item.pk} holds a secret`));
  }
  for (const { system, book } of booksOf(setup))
    for (const r of book.records.values()) if (Object.values(r.fields).some((v) => v.includes('canary'))) found.push(leaked(`${system} ${r.id} holds a neighbour's value`));
  for (const vendor of Object.values(setup.neighbours)) {
    for (const { kind, records } of vendor.books.values())
      for (const r of records.values())
        if (kind.isSomebody && Object.entries(r.fields).some(([f, v]) => !isShared(kind, f) && v !== '' && !v.toLowerCase().includes('canary'.slice(0, 6))))
          found.push(leaked(`the neighbour's ${vendor.name} ${r.id} holds a value of ours`));
  }
  return [...found, ...setup.scopes.strayed.map((what) => leaked(`an invocation ${what}`)), ...told(setup)];
}

/** Facts and logs carry names and numbers, never what people typed; nothing secret is in them or in a message. */
function told(setup: Setup): Violation[] {
  const facts = setup.offered.map((pack) => ({ where: `a ${pack.kind} fact`, text: JSON.stringify(pack.facts) }));
  const logs = setup.logs.map((text) => ({ where: 'a log line', text }));
  const found = [...facts, ...logs].flatMap(({ where, text }) => {
    if (personal.test(text) || personalTexts.test(text)) return [leaked(`${where} carries a person's value: ${text}`)];
    return hasSecret(text) ? [leaked(`${where} carries a secret: ${text}`)] : [];
  });
  return [...found, ...setup.indiscreet.map((what) => leaked(`a message carries a secret: ${what}`))];
}
