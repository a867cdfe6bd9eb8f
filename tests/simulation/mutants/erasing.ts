// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of modules, not templates
import { type Mutant, sync } from './mutant.ts';

/** Planted bugs of erasing a person. */
export const erasing: readonly Mutant[] = [
  {
    name: 'an erasure leaves the history',
    file: sync('erase/entity'),
    from: '    const others = page.items.filter(({ sk }: Item) => sk !== entityKey(id).sk);',
    to: "    const others = page.items.filter(({ sk }: Item) => sk !== entityKey(id).sk && !sk.startsWith('HIST#'));",
    also: [{ file: sync('erase/treatment'), from: '  if (subject.ids.some((id) => item.pk === `ENT#${id}`)) return gone(item);', to: '' }],
    expect: ['erased'],
    aim: 'erasures',
  },
  {
    name: 'an old message brings an erased record back',
    file: sync('unify-record'),
    from: '  if (erased.size > 0) return bury(world, blank.ref, erased);\n  const named',
    to: '  const named',
    expect: ['erased', 'converge', 'lost'],
    aim: 'erasures',
  },
  {
    name: 'an erasure forgets the creates in flight',
    file: sync('erase/job'),
    from: 'erasure.tries < createLooksMax && (await hasCreateInFlight(world, entity))',
    to: 'erasure.tries < 0 && (await hasCreateInFlight(world, entity))',
    also: [{ file: sync('erase/entity'), from: '  await storeTombs(world, [ref, ...made], erasure);', to: '  await storeTombs(world, made.length < 0 ? made : [ref], erasure);' }],
    expect: ['erased'],
    aim: 'erasures',
  },
  {
    name: 'what is under way may make a record of whom somebody erases',
    file: sync('deliver-create'),
    from: '  if ((await erasedAmong(world, [entity.id])).size > 0) {',
    to: '  if ((await erasedAmong(world, [entity.id])).size < 0) {',
    expect: ['erased'],
    aim: 'erasures',
    race: 'erasure and create',
  },
  {
    name: 'an erasure does not wait for a record that was made and has not joined its entity',
    file: sync('erase/targets'),
    from: '  return record !== undefined && record.state ',
    to: '  return record === null && record.state ',
    expect: ['erased'],
    aim: 'erasures',
    race: 'erasure and create',
  },
  {
    name: 'an erasure of which two workers took one step is never taken up again',
    file: sync('tick'),
    from: '  await attempt(() => resumeErasures(world));',
    to: '  if (world.erasures === undefined) await attempt(() => resumeErasures(world));',
    expect: ['erased'],
    aim: 'erasures',
  },
  {
    name: 'a receipt says deleted of a record that was only missed',
    file: sync('erase/became'),
    from: "  return record?.archived === true ? 'archived' : 'asked';",
    to: "  return record?.archived === true ? 'archived' : record?.state === 'missing' ? 'deleted' : 'asked';",
    expect: ['erased'],
    aim: 'erased while hidden',
  },
  {
    name: 'a receipt says deleted of a record that its system no longer showed',
    file: sync('erase/became'),
    from: "return record.goneBy === 'us' ? 'deleted' : 'gone';",
    to: "return 'deleted';",
    expect: ['erased'],
    aim: 'erased while hidden',
  },
];
