// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of modules, not templates
import type { Mutant } from './mutant.ts';

const sync = (name: string): string => `core/sync/${name}.ts`;

/** Planted bugs of pulling, taking in and folding. */
const intake: readonly Mutant[] = [
  {
    name: 'the cursor moves before the page is handed over',
    file: sync('pull'),
    from: '  const packs = await handOver(p, pass, sightings, readAt);',
    to: "  if (!(await save(p, { ...p.state, cursor: page.resume }))) return 'fenced';\n  const packs = await handOver(p, pass, sightings, readAt);",
    expect: ['cursor', 'lost', 'converge', 'account', 'policy'],
  },
  {
    name: 'messages are acknowledged although their work failed',
    file: sync('unify'),
    from: "      if (results.some((r) => r === 'failed')) failed.add(record.messageId);",
    to: '',
    expect: ['converge', 'lost', 'account', 'policy'],
  },
  {
    name: 'a send that the queue took in part counts as sent',
    file: sync('messages'),
    from: '    messages = failed.map((at) => messages[at] as OutMessage);',
    to: '    messages = failed.slice(failed.length);',
    expect: ['account', 'converge', 'lost', 'policy'],
  },
  {
    name: 'the inclusive bound is made exclusive',
    file: 'tests/simulation/connector.ts',
    from: 'since === undefined ? undefined : since - lookbackMs',
    to: 'since === undefined ? undefined : since + 1',
    expect: ['lost', 'converge', 'policy'],
  },
  {
    name: 'a lease without fencing',
    file: sync('pull'),
    from: "  if ((await writeStreamState(p.world, p.connection, p.stream.name, next, p.version)) === 'conflict') return false;",
    to: "  const other = await readStreamState(p.world, p.connection, p.stream.name);\n  if ((await writeStreamState(p.world, p.connection, p.stream.name, next, other.version)) === 'conflict') return false;\n  p.version = other.version;",
    expect: ['account', 'lost', 'converge', 'drain', 'policy'],
  },
  {
    name: 'page content is trusted whatever its revision',
    file: sync('unify'),
    from: "  if (rec.state === 'gone' || rec.intent !== undefined || stream.traits.revision !== 'ordered') return false;",
    to: "  if (rec.state !== 'gone') return true;",
    expect: ['lost', 'policy', 'converge', 'quiet'],
  },
  {
    name: 'the entity is written before the record',
    file: sync('unify-record'),
    from: "  if ((await writeRecord(world, record, prior.version)) === 'conflict') return 'again';\n  const folded = await foldEdited(work, before, { value: record, version: prior.version + 1 }, observed.fresh);",
    to: "  const folded = await foldEdited(work, before, { value: record, version: prior.version + 1 }, observed.fresh);\n  if ((await writeRecord(world, record, prior.version)) === 'conflict') return 'again';",
    expect: ['lost', 'policy', 'converge', 'drain', 'duplicate'],
  },
  {
    name: 'the entity is not written when golden is equal',
    file: sync('fold'),
    from: '    await logConflicts(world, entity.id, result.conflicts);',
    to: '    if (!founding && !result.goldenChanged && record.value.ref in entity.members) return { entity, conflicts: 0, changed: false };',
    expect: ['lost', 'policy', 'storm', 'drain', 'converge'],
  },
  {
    name: 'golden is written blindly',
    file: sync('store'),
    from: "  return { op: 'put', item: entityItem(entity), when: version === 0 ? 'absent' : { version } };",
    to: "  return { op: 'put', item: entityItem(entity), when: version === 0 ? 'absent' : 'any' };",
    expect: ['lost', 'policy', 'converge', 'duplicate'],
  },
  {
    name: 'a fold joins without looking whether a split moved the record',
    file: sync('fold'),
    from: "  return [op, { op: 'check', key: recordKey(joining.value.ref), when: { version: joining.version } }];",
    to: '  return [op];',
    expect: ['policy', 'converge', 'lost', 'duplicate'],
  },
  {
    name: 'a member folded on relay’s word has no signature',
    file: sync('fold'),
    from: "  if (rec.origin !== 'native' || rec.state === 'gone') return undefined;",
    to: '  return undefined;',
    expect: ['duplicate'],
  },
  {
    name: 'who announced keys first is not looked at again',
    file: sync('resolve'),
    from: '    if (body !== undefined && !body.full) for (const id of body.values) if (id !== entity) others.add(id);\n    return',
    to: '    return',
    expect: ['duplicate'],
  },
  { name: 'one sweep deletes', file: sync('unify-record'), from: '  if (!certain) {', to: '  if (!certain && now < 0) {', expect: ['lost', 'resurrect', 'converge'] },
  {
    name: 'no brake on a sweep',
    file: sync('pass-end'),
    from: '  const tooMany = !released &&',
    to: '  const tooMany = now < 0 && !released &&',
    expect: ['lost', 'converge', 'resurrect'],
  },
  {
    name: 'packs are named without their lease',
    file: sync('pull'),
    from: '    const name = `${state.token}.${before + bodies.length}`;',
    to: '    const name = `1.${before + bodies.length}`;',
    expect: ['account', 'drain', 'converge'],
  },
];

/** Planted bugs of what an observation means, and of what survives. */
const meaning: readonly Mutant[] = [
  {
    name: 'our own value read back is an edit',
    file: sync('observe'),
    from: '      this.ours(field, intent, x); // 2',
    to: '      this.assert(field, x, seen ?? null); // 2',
    expect: ['policy', 'lost'],
  },
  {
    name: 'every unexplained value after our write is an echo',
    file: sync('observe'),
    from: '    this.doubt(field, x, seen ?? null, intent); // 5',
    to: '    this.ours(field, intent, x); // 5',
    expect: ['lost', 'policy', 'converge'],
  },
  {
    name: 'every unexplained value after our write is an edit',
    file: sync('observe'),
    from: '    this.doubt(field, x, seen ?? null, intent); // 5',
    to: '    this.assert(field, x, seen ?? null); // 5',
    expect: ['policy', 'lost'],
  },
  {
    name: 'null is absent',
    file: sync('observe'),
    from: '    this.assert(field, x, seen ?? null); // 9',
    to: '    if (!isEmpty(x)) this.assert(field, x, seen ?? null); // 9',
    expect: ['lost', 'policy', 'converge'],
  },
  {
    name: 'the vendor’s time is taken as it is',
    file: sync('observe'),
    from: '    return { at: Math.max(at, (this.cells[field] ?? cellEmpty).stamp.at + 1), ref: rec.ref };',
    to: '    return { at: look.modifiedAt ?? at, ref: rec.ref };',
    expect: ['policy', 'lost', 'converge'],
  },
  {
    name: 'the next revision alone is proof',
    file: sync('observe'),
    from: '    return oneAsSent && names.every((f) => !this.equal(f, after[f] ?? null, before[f] ?? null));',
    to: '    return true;',
    expect: ['lost', 'policy', 'converge'],
  },
  {
    name: 'a clear falls through to the next rank',
    file: sync('survive'),
    from: "    if (value === null && ctx.clears(ref, field) === 'yield') continue;",
    to: '    if (value === null) continue;',
    expect: ['policy', 'lost', 'converge'],
  },
  { name: 'a merge logs nothing', file: sync('conflicts'), from: '  if (input.structural) for (const c of allLosers(input)) add(c);', to: '', expect: ['lost'] },
  { name: 'concurrent edits are not logged', file: sync('conflicts'), from: '    add(concurrent(input, field));', to: '', expect: ['lost'] },
];

/** Planted bugs of announcing and delivering. */
const delivery: readonly Mutant[] = [
  { name: 'relay passes over a batch that failed', file: sync('relay'), from: '    if (bad !== undefined) failed.push(bad);', to: '', expect: ['history', 'converge'] },
  { name: 'changes are not announced, only their writer tells of them', file: sync('relay'), from: '  await askForDeliveries(world, entities);', to: '', expect: ['converge'] },
  { name: 'the only link is taken to show whatever it asserts', file: sync('relay'), from: ' && isFresh(old, now, only as string, f));', to: ');', expect: ['converge'] },
  {
    name: 'a route that went live looks once, if its worker lives',
    file: sync('route-state'),
    from: "...(next.state === 'live' ? { owes: { sweeps: 2, dueAt: 0 } } : {})",
    to: '...{}',
    expect: ['converge'],
  },
  { name: 'looks at routes multiply', file: sync('advance'), from: '  if (!(await isNextLook(world, delaySeconds * 1_000))) return;', to: '', expect: ['storm'] },
  {
    name: 'a write without a fresh look',
    file: sync('deliver-update'),
    from: 'await Promise.all([t.calls.fetch(partsOf(ref).id), readEntity(t.world, entity.id)]);',
    to: 'await Promise.all([Promise.resolve({ seen: { record: stored.value.snapshot, hash: stored.value.hash, modifiedAt: stored.value.modifiedAt, ...(stored.value.revision === undefined ? {} : { revision: stored.value.revision }) }, readAt: t.world.clock.now() }), readEntity(t.world, entity.id)]);',
    expect: ['blind'],
  },
  {
    name: 'no intent',
    file: sync('deliver-update'),
    from: "  const intended: Versioned<SourceRecord> = { value: { ...stored.value, intent }, version: stored.version + 1 };\n  if ((await writeRecord(world, intended.value, stored.version)) === 'conflict') return round;",
    to: '  const intended: Versioned<SourceRecord> = { value: { ...stored.value, intent }, version: stored.version };',
    expect: ['policy', 'lost', 'converge', 'quiet'],
  },
  {
    name: 'a push without if-match',
    file: sync('deliver-update'),
    from: '    base: { record: current, ...(stored.value.revision === undefined ? {} : { revision: stored.value.revision }) },',
    to: '    base: { record: current },',
    expect: ['lost', 'policy'],
  },
  {
    name: 'what was refused is not parked',
    file: sync('deliver-update'),
    from: "    ...parkCells(rec, cells, intent.fields, t.mapping, 'refused', pushed.fault.message.en),",
    to: '    ...rec,',
    expect: ['drain', 'storm', 'quiet'],
  },
  {
    name: 'a workflow that fights back is fought for ever',
    file: sync('desired'),
    from: 'export const contestedAfterWrites = 4;',
    to: 'export const contestedAfterWrites = 1_000_000;',
    expect: ['quiet', 'drain', 'storm'],
  },
  {
    name: 'golden is compared with what is seen, not with what was sent and stored',
    file: sync('desired'),
    from: '  if (cell.sent !== undefined && cell.stored !== undefined && jsonEqual(cell.sent, out) && equalRaw(field, seen, cell.stored, mapping)) return undefined;',
    to: '',
    expect: ['quiet', 'converge', 'storm', 'drain'],
  },
  {
    name: 'what nobody stands for any more stays',
    file: sync('desired'),
    from: '  return { raw: null, stamp: { at: cell.stamp.at + 1, ref: cell.stamp.ref } };',
    to: '  return undefined;',
    expect: ['converge'],
  },
  {
    name: 'a delete without a look',
    file: sync('deliver-delete'),
    from: '  const look = await t.calls.fetch(id);',
    to: '  const look = { seen: { record: stored.value.snapshot, hash: stored.value.hash, modifiedAt: stored.value.modifiedAt, ...(stored.value.revision === undefined ? {} : { revision: stored.value.revision }) }, readAt: world.clock.now() };',
    expect: ['blind'],
  },
  {
    name: 'creates have no key of their own',
    file: sync('deliver-create'),
    from: 'externalId: slot.value.key,',
    to: "externalId: t.world.ids.fresh('x'),",
    expect: ['duplicate', 'orphan'],
  },
  {
    name: 'no adoption',
    file: sync('adopt'),
    from: "  return slot.state !== 'void' && (slot.recordId === undefined || slot.recordId === recordId);",
    to: '  return recordId === slot.state;',
    expect: ['orphan', 'duplicate', 'policy'],
  },
  {
    name: 'a second create does not wait until the first has landed',
    file: sync('deliver-create'),
    from: "    if (until > 0) return { state: 'later', inMs: until };",
    to: "    if (until < 0) return { state: 'later', inMs: until };",
    expect: ['duplicate', 'orphan'],
  },
  { name: 'twins are created side by side', file: sync('deliver-create'), from: '  if (await joinBeforeCreate(t.world, entity)) return round;', to: '', expect: ['duplicate'] },
  {
    name: 'documents are not recognised by their content',
    file: sync('unify-record'),
    from: '  const slot = linked ?? (await slotByContent(work, sight.id, seen.record, work.mapping));',
    to: '  const slot = linked;',
    expect: ['orphan', 'duplicate'],
  },
  {
    name: 'what a person deleted is made again',
    file: sync('deliver-create'),
    from: '  if (entity.suppress.includes(t.connection) || entity.deleted !== undefined) return false;',
    to: '  if (entity.deleted !== undefined) return false;',
    expect: ['resurrect'],
  },
  {
    name: 'a parent that came while its child was being parked is not noticed',
    file: sync('relay'),
    from: '  await releaseArrivals(world, entities, changes);',
    to: '',
    expect: ['converge', 'drain'],
  },
];

/** Changes nothing: shows that the oracles are silent where nothing was planted. */
export const unplanted: Mutant = { name: 'none', file: sync('stamp'), from: '/** Before everything. */', to: '/** Before everything. */', expect: [] };

/** Every planted bug; each must be seen by an oracle. */
export const mutants: readonly Mutant[] = [...intake, ...meaning, ...delivery];
