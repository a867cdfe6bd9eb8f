import type { Evidence } from '../../identity/resolver.ts';
import type { JsonObject } from '../../model/json.ts';
import { isoOf } from '../../model/time.ts';
import type { Entity } from '../entity.ts';
import type { WhyView } from '../views/why.ts';
import type { World } from '../world.ts';

type Link = WhyView['links'][number];

/** Decisions shown of one entity. */
const linksMax = 50;

interface Edge extends JsonObject {
  readonly a: string;
  readonly b: string;
  readonly by: string;
  readonly at: number;
}

/** Why the records of an entity are one, and which ones a person said are not. Decisions of entities merged into it came with them. */
export async function whyLinks(world: World, entity: Entity): Promise<Link[]> {
  const links: Link[] = [];
  for (const id of [entity.id, ...Object.values(entity.absorbed)]) {
    const page = await world.table.query(`ENT#${id}`, { prefix: 'EDGE#', limit: linksMax, consistent: true });
    for (const item of page.items) links.push(linkOf(entity, item.body as unknown as Edge));
  }
  const apart = entity.cannotLink.map(
    ([a, b]): Link => ({ a, b, decision: 'different', reason: { en: 'A person said that these are two.', zh: '人工判定为不同对象。' }, by: 'person' }),
  );
  return [...links.sort((x, y) => ((x.at ?? '') < (y.at ?? '') ? -1 : 1)), ...apart].slice(0, linksMax);
}

/** A record that joined says what it joined: the record that founded the entity, or the entity that was merged. */
function linkOf(entity: Entity, edge: Edge): Link {
  const evidence = edge['evidence'] as unknown as Evidence;
  const merged = Object.entries(entity.absorbed).find(([, id]) => id === edge.b)?.[0];
  return {
    a: edge.a,
    b: edge.b === '@' || merged === edge.a ? entity.founder : (merged ?? edge.b),
    decision: 'same',
    reason: evidence.sentence,
    by: edge.by === 'auto' ? `${evidence.rule} (${evidence.model})` : edge.by,
    at: isoOf(edge.at),
  };
}
