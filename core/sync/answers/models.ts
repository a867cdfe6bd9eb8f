import { type Model, modelId, modelSchema } from '../../identity/model/model.ts';
import type { JsonObject } from '../../model/json.ts';
import { ok, type Result } from '../../model/result.ts';
import { isoOf } from '../../model/time.ts';
import { type ActiveModel, type ModelType, modelKey, modelTypes, shippedModel } from '../identity-models.ts';
import type { Actor, Refusal } from '../service.ts';
import { put } from '../store.ts';
import type { ModelsView, ModelView } from '../views/models.ts';
import type { World } from '../world.ts';
import { writeLog } from './log.ts';
import { refuse } from './refuse.ts';

/** Versions told of one type. */
const versionsMax = 50;

interface StoredModel {
  readonly model: Model;
  readonly note: string;
  readonly by: string;
  readonly at: number;
}

/** The models of every type: the one that ships (version 0), those that were trained, and which is in use. */
export async function models(world: World): Promise<ModelsView> {
  const types = await Promise.all(modelTypes.map((type) => modelsOf(world, type)));
  return { models: types.flat() };
}

async function modelsOf(world: World, type: ModelType): Promise<ModelView[]> {
  const [active] = await world.table.get([modelKey(type, 'active')], { consistent: true });
  const used = (active?.body as unknown as ActiveModel | undefined)?.version ?? 0;
  const { pk } = modelKey(type, 0);
  const page = await world.table.query(pk, { prefix: 'V#', reverse: true, limit: versionsMax, consistent: true });
  const own = page.items.map(({ sk, body }): ModelView => {
    const { model, note, by, at } = body as unknown as StoredModel;
    const version = Number(sk.slice('V#'.length));
    return { type, version, id: modelId(model), note, by, at: isoOf(at), active: version === used };
  });
  return [...own, { type, version: 0, id: modelId(shippedModel(type)), note: 'shipped', by: '', active: used === 0 }];
}

/** One model document; version 0 is the one that ships. */
export async function model(world: World, type: ModelType, version: number): Promise<Model | undefined> {
  if (version === 0) return shippedModel(type);
  const [item] = await world.table.get([modelKey(type, version)], { consistent: true });
  return item === undefined ? undefined : (item.body as unknown as StoredModel).model;
}

/** Stores a model as the next version of its type. It is not used before it is activated. */
export async function addModel(world: World, document: JsonObject, note: string, by: Actor): Promise<Result<ModelView, Refusal>> {
  const parsed = modelSchema.safeParse(document);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.join('.') ?? '';
    return refuse('invalid', 'MODEL_INVALID', { en: `This is no identity model: ${where}: ${issue?.message ?? ''}.`, zh: `不是有效的识别模型：${where}。` }, { field: where });
  }
  const { type } = parsed.data;
  const at = world.clock.now();
  const body = { model: parsed.data, note, by: by.name, at } as unknown as JsonObject;
  for (;;) {
    const [newest] = await modelsOf(world, type);
    const version = (newest?.version ?? 0) + 1;
    if ((await put(world, [{ op: 'put', item: { ...modelKey(type, version), kind: 'model', body }, when: 'absent' }])) !== 'ok') continue;
    return ok({ type, version, id: modelId(parsed.data), note, by: by.name, at: isoOf(at), active: false });
  }
}

/** From now on records that arrive or change are resolved by this version; what is linked stays linked. */
export async function activateModel(world: World, type: ModelType, version: number, by: Actor): Promise<Result<ModelView, Refusal>> {
  const wanted = (await modelsOf(world, type)).find((m) => m.version === version);
  if (wanted === undefined)
    return refuse('missing', 'MODEL_UNKNOWN', {
      en: `There is no version ${version} of the ${type} model. See: syncline identity models.`,
      zh: `${type} 模型没有版本 ${version}。查看：syncline identity models。`,
    });
  if (wanted.active) return ok(wanted);
  const active: ActiveModel = { version, by: by.id, at: world.clock.now() };
  await put(world, [{ op: 'put', item: { ...modelKey(type, 'active'), kind: 'model-active', body: active as unknown as JsonObject }, when: 'any' }]);
  await writeLog(world, by, 'identity activate', { type, version, model: wanted.id });
  await world.freshen?.('now');
  return ok({ ...wanted, active: true });
}
