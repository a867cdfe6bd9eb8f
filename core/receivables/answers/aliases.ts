import { ok, type Result } from '../../model/result.ts';
import { isoOf } from '../../model/time.ts';
import { listOne } from '../../sync/answers/index-list.ts';
import { refuse } from '../../sync/answers/refuse.ts';
import type { Actor, Refusal } from '../../sync/service.ts';
import type { World } from '../../sync/world.ts';
import type { PartyAlias } from '../model/fact.ts';
import type { ReceivablesConfig } from '../table/config.ts';
import { aliasListKey, putAlias, readAlias } from '../table/parties.ts';
import { wakeUnidentified } from '../table/record.ts';
import { solveReceipts } from '../table/solve.ts';
import { findCustomer, findReceipt } from './find.ts';
import { CustomerNames } from './names.ts';
import { PeopleNames } from './people.ts';
import { rememberPayer } from './remember.ts';
import type { AliasView, DecisionView } from './views.ts';

/** Every payer's name and account that people confirmed, revoked ones too. */
export async function aliases(world: World): Promise<readonly AliasView[]> {
  const names = new CustomerNames(world);
  const people = new PeopleNames(world);
  const found: AliasView[] = [];
  for await (const { pk, sk } of listOne(world, aliasListKey)) {
    const [item] = await world.table.get([{ pk, sk }]);
    if (item !== undefined) found.push(await viewOf(names, people, item.body as unknown as PartyAlias & { readonly at: number }));
  }
  return found;
}

/** A revoked alias says nothing from now on; what was matched by it stays and can be undone. */
export async function revokeAlias(world: World, id: string, by: Actor): Promise<Result<AliasView, Refusal>> {
  const alias = await readAlias(world, id);
  if (alias === undefined) return refuse('missing', 'ALIAS_UNKNOWN', { en: `There is no alias ${id}. “aliases” lists them.`, zh: `没有别名 ${id}。用“aliases”查看。` });
  const { at: _, ...kept } = alias;
  const revoked: PartyAlias = { ...kept, revoked: true, by: by.id, version: alias.version + 1 };
  await putAlias(world, revoked, world.clock.now());
  await wakeUnidentified(world);
  return ok(await viewOf(new CustomerNames(world), new PeopleNames(world), { ...revoked, at: world.clock.now() }));
}

/** A person says whose money this is: the payer is remembered, and the receipt is solved again. */
export async function identify(
  world: World,
  config: ReceivablesConfig,
  asked: { readonly receipt: string; readonly customer: string },
  by: Actor,
): Promise<Result<DecisionView, Refusal>> {
  const found = await findReceipt(world, asked.receipt);
  if (!found.ok) return found;
  const customer = await findCustomer(world, asked.customer);
  if (!customer.ok) return customer;
  const { receipt } = found.value.value;
  if (receipt.payer === '' && receipt.payerAccount === undefined)
    return refuse('refused', 'PAYER_UNNAMED', {
      en: 'The bank names no payer, so nothing can be remembered. Propose the invoice itself.',
      zh: '银行未提供付款方，无法记住。请直接提出对应发票。',
    });
  const remembered = await rememberPayer(world, receipt, customer.value, by);
  await solveReceipts(world, config, receipt, [receipt.id]);
  await wakeUnidentified(world);
  const { name } = await new CustomerNames(world).of(customer.value);
  return ok({ state: 'done', sentence: { en: `The payer is ${name} from now on.`, zh: `该付款方今后视为 ${name}。` }, matches: [], remembered });
}

async function viewOf(names: CustomerNames, people: PeopleNames, { id, kind, value, party, by, revoked, at }: PartyAlias & { readonly at: number }): Promise<AliasView> {
  return { id, kind, value, customer: await names.of(party), by: await people.of(by), at: isoOf(at), revoked: revoked === true };
}
