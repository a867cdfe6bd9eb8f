import { keyPart } from '../../model/keys.ts';
import { put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import { markDirty } from './dirty.ts';
import { type ArDocument, bucketOf, documentItem, documentKey, partyListKey, type Stored } from './documents.ts';
import { aliasesOf, putAlias } from './parties.ts';
import { listed, readDocuments } from './read.ts';
import { companiesOf } from './record.ts';

/** Two customers became one: what is owed by and came from the one that is gone belongs to the one that stays. Documents move one by one; asked again it moves the rest. */
export async function moveParty(world: World, gone: string, stays: string | undefined): Promise<void> {
  if (stays === undefined || gone === stays) return;
  for (const company of await companiesOf(world)) {
    for (const state of ['OPEN', 'SETTLED'] as const) {
      for (const stored of await listed(world, partyListKey(state, company, gone), `${keyPart(gone)}#`)) await moveDocument(world, stored, stays);
    }
  }
  for (const alias of await aliasesOf(world, gone)) await putAlias(world, { ...alias, party: stays, version: alias.version + 1 }, world.clock.now());
}

async function moveDocument(world: World, stored: Stored<ArDocument>, party: string): Promise<void> {
  let now: Stored<ArDocument> | undefined = stored;
  while (now !== undefined) {
    const { value, version }: Stored<ArDocument> = now;
    const moved: ArDocument = value.kind === 'claim' ? { ...value, claim: { ...value.claim, party } } : { ...value, receipt: { ...value.receipt, party } };
    if (bucketOf(value).party === party) return;
    await markDirty(world, bucketOf(moved));
    if ((await put(world, [{ op: 'put', item: documentItem(moved), when: { version } }])) === 'ok') return;
    [now] = await readDocuments(world, [documentKey(value.kind, value.kind === 'claim' ? value.claim.id : value.receipt.id)]);
  }
}
