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
    from: '  if (world.erasures !== undefined && (await erasedAmong(world, [entity.id])).size > 0) {',
    to: '  if (world.erasures !== undefined && (await erasedAmong(world, [entity.id])).size < 0) {',
    expect: ['erased'],
    aim: 'erasures',
  },
  {
    name: 'an erasure that asked twice is two, of which one may never be told to anybody',
    file: sync('erase/begin'),
    from: '    const id = `erasure_${(await hashedName(world, `erasure ${life} of ${entity.id}`)).slice(0, idChars)}`;',
    to: "    await hashedName(world, `erasure ${life}`);\n    const id = world.ids.fresh('erasure').slice(0, idChars * 2);",
    expect: ['erased'],
    aim: 'erasures',
  },
  {
    name: 'an erasure of which two workers took one step is never taken up again',
    file: sync('tick'),
    from: '  if (world.erasures !== undefined) await attempt(() => resumeErasures(world));',
    to: '  if (world.erasures === undefined) await attempt(() => resumeErasures(world));',
    expect: ['erased'],
    aim: 'erasures',
  },
  {
    name: 'a change that comes late is told, although its person was erased meanwhile',
    file: sync('relay'),
    from: '  return erased.size === 0 ? changes :',
    to: '  return erased.size >= 0 ? changes :',
    expect: ['erased'],
    aim: 'erasures',
  },
  {
    name: 'a record whose entity did not know of it yet survives the erasure',
    file: sync('erase/treatment'),
    from: 'subject.refs.includes(record.ref) || subject.ids.includes(record.entity) ?',
    to: 'subject.refs.includes(record.ref) ?',
    expect: ['erased'],
    aim: 'erasures',
  },
];
