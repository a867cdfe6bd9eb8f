import type { World } from '../../sync/world.ts';
import { Book } from '../book/book.ts';
import { undoGroup } from '../book/undo.ts';
import type { Fact } from '../model/fact.ts';
import type { Reversal } from '../model/matchGroup.ts';
import { storeReversal } from './allocate.ts';
import { today } from './day.ts';
import type { ArDocument } from './documents.ts';
import { touchedBy } from './groups.ts';
import { readGroups } from './read.ts';
import { factsOf, type Scope, scopeOf, widen } from './scope.ts';

/** Who allocates and takes back without a person. */
export const automatic = 'syncline';

/** Somebody else may write between our read and our write so often. */
const triesMax = 20;

/** Who takes a group back, on which day, and why. */
export interface UndoBy {
  readonly date: string;
  readonly by: string;
  readonly reason: string;
}

/** Takes back every group that touches a document which changed so that they cannot stay. `again`: something was taken back, so the document must be read anew. */
export async function takeBack(world: World, document: ArDocument, reason: string): Promise<'again' | 'nothing'> {
  const groups = await readGroups(world, document.groups);
  const effective = [...groups.values()].filter(({ value }) => value.reversal === undefined);
  for (const { value } of effective) await undoStored(world, value.group.id, { by: automatic, reason, date: today(world) });
  return effective.length === 0 ? 'nothing' : 'again';
}

/** Takes back a group with its whole chain, newest first, each in a transaction of its own that balances; asked again after a crash it takes back the rest. Gives the groups taken back. */
export async function undoStored(world: World, groupId: string, by: UndoBy): Promise<readonly string[]> {
  const done: string[] = [];
  for (let tries = 0; tries < triesMax; tries += 1) {
    const scope = await chainScope(world, groupId);
    if (scope === undefined) return done;
    const book = new Book();
    for (const fact of factsOf(scope)) book.apply(fact);
    if (await storeAll(world, scope, reversalsIn(undoGroup(book, groupId, by)), done)) return done;
  }
  throw new RangeError(`group ${groupId} changes faster than it can be taken back`);
}

/** False: somebody else wrote meanwhile. */
async function storeAll(world: World, scope: Scope, reversals: ReturnType<typeof reversalsIn>, done: string[]): Promise<boolean> {
  for (const { reversal, rejected } of reversals) {
    if ((await storeReversal(world, scope, reversal, rejected)) === 'conflict') return false;
    done.push(reversal.reverses);
  }
  return true;
}

/** A group with its documents and all their groups: the parts of a chain share their receipt, so all of them are among these. */
export async function chainScope(world: World, groupId: string): Promise<Scope | undefined> {
  const stored = (await readGroups(world, [groupId])).get(groupId);
  if (stored === undefined) return undefined;
  const scope = await scopeOf(world, stored.value.group.company, []);
  scope.groups.set(groupId, stored);
  await widen(world, scope, touchedBy(stored.value.group));
  return scope;
}

/** Reversals with the decisions that are not to be offered again. */
function reversalsIn(facts: readonly Fact[]): { readonly reversal: Reversal; readonly rejected: readonly string[] }[] {
  const found: { reversal: Reversal; rejected: string[] }[] = [];
  for (const fact of facts) {
    if (fact.type === 'reversal') found.push({ reversal: fact.reversal, rejected: [] });
    else if (fact.type === 'rejected') found.at(-1)?.rejected.push(fact.key);
  }
  return found;
}
