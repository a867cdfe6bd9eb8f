import { keyPart } from '../../model/keys.ts';
import { readItems } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import { numberKeys, numberTokens } from '../match/documentNumber.ts';
import type { Claim } from '../model/claim.ts';
import type { Receipt } from '../model/receipt.ts';
import { findReferences } from '../references/find.ts';

const numberKey = (company: string, word: string) => ({ pk: `NUMBER#${keyPart(company)}#${keyPart(word)}`, sk: '@' });

/** Makes a claim findable by its number and references, whoever quotes them. Adding again is nothing. */
export async function shelveNumbers(world: World, claim: Claim): Promise<void> {
  const words = [numberKeys(claim.number).full, ...(claim.references ?? [])].filter((word) => word !== '');
  for (const word of new Set(words)) await world.table.addToSet(numberKey(claim.company, word), [claim.id]);
}

/** Ids of claims whose number or reference is one of these words. A word that many documents share names none. */
export async function claimsNamed(world: World, company: string, words: Iterable<string>): Promise<string[]> {
  const keys = [...new Set(words)].filter((word) => word !== '').map((word) => numberKey(company, word));
  const found = new Set<string>();
  for (const item of await readItems(world, keys, true)) {
    const set = item?.body as { readonly values?: readonly string[]; readonly full?: boolean } | undefined;
    if (set?.full === true) continue;
    for (const id of set?.values ?? []) found.add(id);
  }
  return [...found];
}

/** Words of a receipt that may name a document: as the matching passes read them. */
export function wordsOf(receipt: Receipt): string[] {
  const { text, references = [], remittance = [] } = receipt;
  const plain = [...references, ...remittance.map((line) => line.ref), ...numberTokens(text)];
  const structured = [...references.map((r) => r.replace(/\s+/g, '').toUpperCase()), ...findReferences(text).map((f) => f.value)];
  return [...plain.map((word) => numberKeys(word).full), ...structured];
}
