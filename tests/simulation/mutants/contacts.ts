import { type Mutant, sync } from './mutant.ts';

/** Planted bugs that only people at customers show: what they share, and what is corrected. */
export const contacts: readonly Mutant[] = [
  {
    name: 'a person is linked on the e-mail alone',
    file: 'core/identity/exact.ts',
    from: "found.total > 0 && found.terms.some((t) => t.field === 'claim' || t.field === 'name')",
    to: "found.terms.some((t) => t.field === 'claim' || t.field === 'email')",
    expect: ['joined', 'lost'],
    aim: 'shared mailbox',
  },
  {
    name: 'e-mails are compared without folding case',
    file: 'mappings/engine/transforms/email.ts',
    from: 'const lowered = clean.toLowerCase();',
    to: 'const lowered = clean;',
    expect: ['converge', 'quiet', 'duplicate'],
    aim: 'shared mailbox',
  },
  {
    name: 'half of what was sent is enough for a record to be ours, whoever it names',
    file: sync('adopt'),
    from: 'return fittingIntent(slot, record, mapping) !== undefined && isKnownAs(world, slot, record, mapping, claims);',
    to: 'return fittingIntent(slot, record, mapping) !== undefined;',
    expect: ['joined', 'lost', 'orphan'],
    aim: 'colleagues beside creates',
  },
  {
    name: 'who is found by a mailbox has our name',
    file: sync('deliver-create'),
    from: 'found.filter((record) => isTaken(t, slot, record))',
    to: 'found',
    expect: ['converge', 'quiet'],
    aim: 'shared mailbox',
  },
  {
    name: 'an earlier try is looked for only where the search shows nobody',
    file: sync('deliver-create'),
    from: "  if (open === undefined || t.stream.write?.repeatable !== 'find-first') return found;",
    to: "  if (found.length > 0 || open === undefined || t.stream.write?.repeatable !== 'find-first') return found;",
    expect: ['duplicate', 'orphan'],
    aim: 'colleagues beside creates',
  },
  {
    name: 'who is named and comes later is not written',
    file: sync('deliver'),
    from: "step.state === 'done' && attempt.mentioned.length > 0 ?",
    to: "step.state === 'done' && attempt.mentioned.length < 0 ?",
    expect: ['converge', 'quiet'],
    aim: 'employers',
  },
  {
    name: 'what we write never changes who somebody is',
    file: sync('features'),
    from: "if (after.origin !== 'native' || after.seq > before.seq) return after;",
    to: 'if (before.seq <= after.seq) return after;',
    expect: ['duplicate', 'converge'],
    aim: 'mailboxes corrected',
  },
];
