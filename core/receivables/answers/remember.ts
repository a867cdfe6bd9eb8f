import type { Actor } from '../../sync/service.ts';
import type { World } from '../../sync/world.ts';
import type { PartyAlias } from '../model/fact.ts';
import type { Proposal } from '../model/proposal.ts';
import type { Receipt } from '../model/receipt.ts';
import { aliasId, namesOf, putAlias, readAlias } from '../table/parties.ts';
import type { Scope } from '../table/scope.ts';
import { CustomerNames } from './names.ts';
import type { DecisionView } from './views.ts';

/** Keeps what a person's decision says about the payer: its name and its account mean this customer from now on. Only when all of the match is one customer's, and only what is new; each can be read and revoked. */
export async function remember(world: World, scope: Scope, receipt: Receipt, proposal: Proposal, by: Actor): Promise<DecisionView['remembered']> {
  const parties = new Set(
    proposal.allocations.flatMap(({ claim }) => {
      const known = scope.documents.get(`claim#${claim}`)?.value;
      return known?.kind === 'claim' ? [known.claim.party] : [];
    }),
  );
  const [party] = parties;
  if (party === undefined || parties.size !== 1 || receipt.party !== undefined) return [];
  return rememberPayer(world, receipt, party, by);
}

/** Keeps that a payer is a customer; gives what was new. */
export async function rememberPayer(world: World, receipt: Receipt, party: string, by: Actor): Promise<DecisionView['remembered']> {
  const says: Pick<PartyAlias, 'kind' | 'value'>[] = [
    ...(receipt.payer === '' || (await namesOf(world, party)).includes(receipt.payer) ? [] : [{ kind: 'name' as const, value: receipt.payer }]),
    ...(receipt.payerAccount === undefined ? [] : [{ kind: 'account' as const, value: receipt.payerAccount }]),
  ];
  const kept: DecisionView['remembered'][number][] = [];
  for (const said of says) {
    const id = aliasId(said);
    const before = await readAlias(world, id);
    if (before?.party === party && before.revoked !== true) continue;
    await putAlias(world, { id, party, ...said, by: by.id, version: (before?.version ?? 0) + 1 }, world.clock.now());
    kept.push({ id, ...said, customer: await new CustomerNames(world).of(party) });
  }
  return kept;
}
