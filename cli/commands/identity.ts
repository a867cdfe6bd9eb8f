import { keysOf } from '../../core/identity/features/keys.ts';
import { type Model, modelId, modelSchema, weightsOf } from '../../core/identity/model/model.ts';
import { shippedModels } from '../../core/identity/model/shipped.ts';
import type { Features } from '../../core/identity/resolver.ts';
import { scoredResolver } from '../../core/identity/scored.ts';
import { shadowDiff } from '../../core/identity/shadow.ts';
import type { Signature } from '../../core/identity/signature.ts';
import { readTable } from '../../core/identity/table/table.ts';
import { type Calibration, calibrate, type Label } from '../../core/identity/train/calibrate.ts';
import { train } from '../../core/identity/train/train.ts';
import { type Ref, workspace } from '../../core/model/ids.ts';
import type { ModelsView, ModelView, SignatureLine } from '../../core/sync/views/models.ts';
import type { ReviewsView } from '../../core/sync/views/reviews.ts';
import { CommandFailure, type ExitCode, exitCodes } from '../exit.ts';
import type { Io } from '../io.ts';
import { activatedLines, modelLines, shadowLines, trainedLines } from '../output/model-lines.ts';
import { type Session, show } from '../session.ts';
import { tableFile } from '../table-file.ts';
import { writeResult } from '../write-file.ts';
import { type IdentityCall, overTable, tableOptions } from './identity-options.ts';

type Kind = Model['type'];

/** Trained on fewer records, a model would be worse than the one that ships. */
const recordsMin = 100;

/** What a training came to. */
export interface Trained {
  readonly model: Model;
  readonly from: string;
  readonly id: string;
  readonly records: number;
  readonly calibration?: Omit<Calibration, 'model'>;
}

/** `syncline identity train <file> --out model.json`: weights by expectation–maximisation from a table, without truth unless it has a column for it. */
export function trainOnFile(io: Io, file: string, call: IdentityCall & { readonly truth: string | undefined; readonly out: string | undefined }): ExitCode {
  const options = { ...tableOptions(call), ...(call.truth !== undefined && { truth: call.truth }) };
  if (call.out === undefined) throw new CommandFailure(exitCodes.usage, { en: 'Say where the model goes: --out model.json.', zh: '请指定模型输出位置：--out model.json。' });
  const { records, truth } = overTable(() => readTable(tableFile(io, file), options));
  const resolver = scoredResolver();
  const features = records.map((r) => resolver.features(options.type, r, { country: options.country }));
  const trained = trainedFrom(features, shipped(options.type), truth);
  writeResult(io, call.out, `${JSON.stringify(trained.model, null, 2)}\n`);
  print(io, call.json, trained, () => trainedLines(trained, shipped(options.type), io));
  return exitCodes.ok;
}

/** `syncline identity train --entity <type>`: the same on the workspace's own records; people's answers to questions place the line. Stored as a new version, not used before it is activated. */
export async function trainOnWorkspace(session: Session, type: Kind): Promise<ExitCode> {
  const base = await activeModel(session, type);
  const lines = await signaturesOf(session, type);
  const trained = trainedFrom(featuresOf(lines, base), base);
  const { model, ...calibration } = calibrate(trained.model, await labelsOf(session, type, lines));
  const done: Trained = { ...trained, model, id: modelId(model), calibration };
  const note = `${lines.length} records, ${calibration.labels} answers`;
  const stored = await session.client.post<ModelView>('/models', { model, note });
  const { model: _, ...told } = done;
  show(session, { ...told, version: stored.version }, () => [...trainedLines(done, base, session.io), ...modelLines([stored], session.io)]);
  return exitCodes.ok;
}

/** `syncline identity shadow <type> [version]`: which records would come together and which would part. Nothing is stored. */
export async function shadow(session: Session, type: Kind, wanted: string | undefined): Promise<ExitCode> {
  const { models } = await session.client.get<ModelsView>('/models');
  const newest = models.find((m) => m.type === type) as ModelView;
  const after = await modelBy(session, type, wanted === undefined ? newest.version : versionOf(wanted));
  const before = await activeModel(session, type);
  const lines = await signaturesOf(session, type);
  const report = shadowDiff(
    featuresOf(lines, before).map((features, i) => ({ ref: lines[i]?.ref as Ref, features })),
    { type, workspace: workspace('shadow'), before: scoredResolver({ models: [before] }), after: scoredResolver({ models: [after] }) },
  );
  show(session, report, (r) => shadowLines(r, session.io));
  return exitCodes.ok;
}

/** `syncline identity activate <type> <version>`. */
export async function activate(session: Session, type: Kind, version: string): Promise<ExitCode> {
  const view = await session.client.put<ModelView>(`/models/${type}/active`, { version: versionOf(version) });
  show(session, view, (v) => [...modelLines([v], session.io), ...activatedLines(type, session.io)]);
  return exitCodes.ok;
}

/** `syncline identity models`. */
export async function listModels(session: Session): Promise<ExitCode> {
  const view = await session.client.get<ModelsView>('/models');
  show(session, view, (v) => modelLines(v.models, session.io));
  return exitCodes.ok;
}

/** The type that a person names. */
export function kindOf(text: string | undefined): Kind {
  if (text === 'person' || text === 'organization') return text;
  throw new CommandFailure(exitCodes.usage, { en: 'Name a type that has a model: person or organization.', zh: '请指定有模型的类型：person 或 organization。' });
}

function versionOf(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new CommandFailure(exitCodes.usage, {
    en: `“${text}” is no version; 0 is the model that ships. See: syncline identity models.`,
    zh: `“${text}”不是版本号；0 为自带模型。查看：syncline identity models。`,
  });
}

function shipped(type: Kind): Model {
  return shippedModels.find((m) => m.type === type) as Model;
}

function trainedFrom(features: readonly Features[], base: Model, truth?: readonly string[]): Trained {
  if (features.length < recordsMin)
    throw new CommandFailure(exitCodes.findings, {
      en: `${features.length} records are too few to learn from; ${recordsMin} are needed. The model in use stays.`,
      zh: `仅 ${features.length} 条记录，不足以训练（至少 ${recordsMin} 条）。沿用现有模型。`,
    });
  const name = base.name.endsWith('-own') ? base.name : `${base.name}-own`;
  const model = { ...train(features, base, truth), name };
  return { model, from: modelId(base), id: modelId(model), records: features.length };
}

function featuresOf(lines: readonly SignatureLine[], model: Model): Features[] {
  const weights = weightsOf(model);
  return lines.map((line) => {
    const signature = line.signature as unknown as Signature;
    return { signature, keys: keysOf(signature, weights), claims: (signature.c ?? []).map(claimOf) };
  });
}

/** A claim as signatures hold it: `scheme:value`. */
function claimOf(text: string): Features['claims'][number] {
  const colon = text.indexOf(':');
  return { scheme: text.slice(0, colon), value: text.slice(colon + 1) } as Features['claims'][number];
}

async function activeModel(session: Session, type: Kind): Promise<Model> {
  const { models } = await session.client.get<ModelsView>('/models');
  return modelBy(session, type, models.find((m) => m.type === type && m.active)?.version ?? 0);
}

async function modelBy(session: Session, type: Kind, version: number): Promise<Model> {
  return modelSchema.parse(await session.client.get(`/models/${type}/${version}`));
}

/** In the order of their names: the same records give the same model. */
async function signaturesOf(session: Session, type: Kind): Promise<SignatureLine[]> {
  const lines: SignatureLine[] = [];
  let whole = false;
  for await (const text of session.client.lines(`/signatures/${type}`)) {
    const value = JSON.parse(text) as SignatureLine | { end: true };
    if ('end' in value) whole = true;
    else lines.push(value);
  }
  if (!whole) throw new CommandFailure(exitCodes.unreachable, { en: 'The records did not come whole. Try again.', zh: '记录未完整送达，请重试。' });
  return lines.sort((a, b) => (a.ref < b.ref ? -1 : 1));
}

/** People's answers about pairs whose records are still there. */
async function labelsOf(session: Session, type: Kind, lines: readonly SignatureLine[]): Promise<Label[]> {
  const byRef = new Map(lines.map((line) => [line.ref, line.signature as unknown as Signature]));
  const labels: Label[] = [];
  let after: string | undefined;
  do {
    const page: ReviewsView = await session.client.get<ReviewsView>('/reviews', { state: 'answered', limit: 100, after });
    for (const one of page.reviews) {
      const [a, b] = [byRef.get(one.a.record), byRef.get(one.b.record)];
      if (one.kind === 'pair' && one.type === type && a !== undefined && b !== undefined) labels.push({ a, b, same: one.state === 'same' });
    }
    after = page.next;
  } while (after !== undefined);
  return labels;
}

function print(io: Io, json: boolean, trained: Trained, lines: () => readonly string[]): void {
  const { model: _, ...rest } = trained;
  if (json) io.out(JSON.stringify(rest, null, 2));
  else for (const line of lines()) io.out(line);
}
