import { exactResolver } from '../identity/exact.ts';
import { type Model, modelId, modelSchema } from '../identity/model/model.ts';
import { shippedModels } from '../identity/model/shipped.ts';
import type { Resolver } from '../identity/resolver.ts';
import { scoredResolver } from '../identity/scored.ts';
import { minuteMs } from '../model/time.ts';
import type { Key, Table } from '../ports/table.ts';
import type { IdentityConfig } from './config.ts';
import { recordsKnown } from './records-known.ts';
import type { World } from './world.ts';

/** Types that have a model. */
export const modelTypes = ['person', 'organization'] as const;

/** One of {@link modelTypes}. */
export type ModelType = (typeof modelTypes)[number];

/** Which version of a type's model is in use; 0 is the one that ships. */
export interface ActiveModel {
  readonly version: number;
  readonly by: string;
  readonly at: number;
}

/** Where the versions of a model lie: `CFG#model#<type>` / `V#<n>`, and `@active`. */
export function modelKey(type: ModelType, version: number | 'active'): Key {
  return { pk: `CFG#model#${type}`, sk: version === 'active' ? '@active' : `V#${String(version).padStart(6, '0')}` };
}

/** The model that ships for a type. */
export function shippedModel(type: ModelType): Model {
  return shippedModels.find((m) => m.type === type) as Model;
}

/** The models in use: one read per type, and one more where it is not the shipped one. */
export async function readActiveModels(table: Table): Promise<Model[]> {
  const active = await table.get(modelTypes.map((type) => modelKey(type, 'active')));
  const wanted = modelTypes.flatMap((type, at) => {
    const version = (active[at]?.body as unknown as ActiveModel | undefined)?.version ?? 0;
    return version === 0 ? [] : [modelKey(type, version)];
  });
  const stored = wanted.length === 0 ? [] : await table.get(wanted);
  return stored.flatMap((item) => (item === undefined ? [] : [modelSchema.parse(item.body['model'])]));
}

/** An activated model is used everywhere within this time. */
const freshMs = minuteMs;

/** The resolver of a workspace: one object as long as the process lives, whose models can be exchanged. */
export interface WorkspaceResolver {
  readonly resolver: Resolver;
  /** Reads which models are in use and how many records are known, at most once a minute (`now`: at once). */
  freshen(world: Pick<World, 'table' | 'config' | 'mapping'>, clock: number | 'now'): Promise<void>;
}

/** The resolver that a workspace asks for: scored unless it says otherwise. */
export function workspaceResolver({ resolver, sameStream }: IdentityConfig = { resolver: 'scored', sameStream: {} }): WorkspaceResolver {
  if (resolver === 'exact') return { resolver: exactResolver, freshen: async () => {} };
  const rule = (stream: string) => (Object.hasOwn(sameStream, stream) ? (sameStream[stream] ?? 'strong') : 'strong');
  let inner = scoredResolver({ sameStream: rule });
  const heard = new Map<string, number>();
  const hear = (type: string, records: number): void => void heard.set(type, Math.max(records, heard.get(type) ?? 0));
  let [known, readAt] = ['', Number.NEGATIVE_INFINITY];
  return {
    resolver: {
      get model(): string {
        return inner.model;
      },
      features: (type, fields, context) => inner.features(type, fields, context),
      decide: (type, features, self, candidates) => inner.decide(type, features, self, candidates, heard.get(type)),
      drift: (type, features, self, others) => inner.drift?.(type, features, self, others),
      hear,
      compare: (a, b) => inner.compare(a, b),
    },
    async freshen(world, clock): Promise<void> {
      if (clock !== 'now' && clock - readAt < freshMs) return;
      for (const [type, records] of await recordsKnown(world)) hear(type, records);
      const models = await readActiveModels(world.table);
      if (clock !== 'now') readAt = clock; // only now: whoever fails to read decides nothing, and neither does whoever comes meanwhile
      const ids = models.map(modelId).join(' ');
      if (ids === known) return;
      known = ids;
      inner = scoredResolver({ models, sameStream: rule });
    },
  };
}
