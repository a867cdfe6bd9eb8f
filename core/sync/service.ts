import type { Model } from '../identity/model/model.ts';
import type { Sentence, Where } from '../model/error.ts';
import type { JsonObject } from '../model/json.ts';
import type { Result } from '../model/result.ts';
import type { SplitViews } from './answers/decide.ts';
import type { ModelType } from './identity-models.ts';
import type { Verdict } from './review-answer.ts';
import type { CompareView } from './views/compare.ts';
import type { ErasePlanView, ErasureView } from './views/erase.ts';
import type { FailureFilter, FailuresView, RetryView } from './views/failures.ts';
import type { ModelsView, ModelView, SignatureLine } from './views/models.ts';
import type { QualityView } from './views/quality.ts';
import type { ReResolutionView } from './views/re-resolve.ts';
import type { RecordsQuery, RecordsView, RecordView } from './views/records.ts';
import type { ReviewQuery, ReviewsView, ReviewView } from './views/reviews.ts';
import type { AuditView, RunView, SyncRequest } from './views/runs.ts';
import type { RouteView, StatusView } from './views/status.ts';
import type { WhyView } from './views/why.ts';

/** Who asks for a write; stored with it. */
export interface Actor {
  /** Principal id, or `system`. */
  readonly id: string;
  readonly name: string;
}

/** What is paused, resumed or released. */
export type Subject =
  | { readonly kind: 'route'; readonly route: string }
  | { readonly kind: 'connection'; readonly connection: string }
  | { readonly kind: 'stream'; readonly connection: string; readonly stream: string };

/** Why a command was not carried out. `missing`: there is no such thing; `refused`: it is, but not now. */
export interface Refusal {
  readonly kind: 'missing' | 'invalid' | 'refused';
  /** A code of `docs/errors.md`, e.g. `ROUTE_UNKNOWN`. */
  readonly code: string;
  readonly message: Sentence;
  readonly where?: Where;
}

/** What became of a pause, resume or release. */
export interface Switched {
  /** Names whose state changed: `route:<name>`, `connection:<name>`, `stream:<connection>.<stream>`. Empty: it already was so. */
  readonly changed: readonly string[];
  readonly routes: readonly RouteView[];
}

/** Everything a person or program can ask of one workspace: the API serves it, the CLI is a client of the API. Reads resolve to undefined for what does not exist. */
export interface SyncService {
  status(): Promise<StatusView>;
  /** Refuses a type, connection or date that does not exist. */
  records(query: RecordsQuery): Promise<Result<RecordsView, Refusal>>;
  /** By entity id (redirects are followed) or `connection/stream/id`. */
  record(id: string): Promise<RecordView | undefined>;
  /** By entity id or `connection/stream/id`; also for records that are not there, as long as the connection and stream are. */
  why(subject: string): Promise<WhyView | undefined>;
  /** Why two entities or records are, or are not, the same. */
  compare(first: string, second: string): Promise<Result<CompareView, Refusal>>;
  /** Makes two entities one; the oldest keeps its id, the other leads to it. */
  merge(first: string, second: string, by: Actor): Promise<Result<RecordView, Refusal>>;
  /** Takes records out of an entity; they stay apart for good. */
  split(subject: string, records: readonly string[], by: Actor): Promise<Result<SplitViews, Refusal>>;
  /** Questions about who is who that wait for a person, or were answered. */
  reviews(query: ReviewQuery): Promise<ReviewsView>;
  review(id: string): Promise<ReviewView | undefined>;
  /** A person's answer, carried out as a merge, a split or for good "two"; safe to repeat. */
  answer(id: string, verdict: Verdict, by: Actor): Promise<Result<ReviewView, Refusal>>;
  /** Identity models: the ones that ship, those that were trained, and which are in use. */
  models(): Promise<ModelsView>;
  model(type: ModelType, version: number): Promise<Model | undefined>;
  /** Stores a model as the next version of its type; it is not used before it is activated. */
  addModel(document: JsonObject, note: string, by: Actor): Promise<Result<ModelView, Refusal>>;
  /** Records that arrive or change from now on are resolved by this version. */
  activateModel(type: ModelType, version: number, by: Actor): Promise<Result<ModelView, Refusal>>;
  /** Looks at all records of a type again under the model in use and resolves when it began, or goes on with a run that stands still; {@link SyncService.reResolution} tells how far it is. */
  reResolve(type: ModelType, by: Actor): Promise<ReResolutionView>;
  reResolution(type: ModelType): Promise<ReResolutionView | undefined>;
  /** What every record of a type is compared by. */
  signatures(type: ModelType): AsyncIterable<SignatureLine>;
  /** How good the data of a connection is, or of all. */
  quality(connection: string | undefined): Promise<Result<QualityView, Refusal>>;
  /** Puts a value above all systems, as a person writes it; without a text the value that is golden now. */
  pin(subject: string, field: string, text: string | undefined, by: Actor): Promise<Result<RecordView, Refusal>>;
  /** Lets the systems decide again. */
  unpin(subject: string, field: string, by: Actor): Promise<Result<RecordView, Refusal>>;
  failures(filter: FailureFilter): Promise<FailuresView>;
  /** Sends parked, refused and dead-lettered work through again. */
  retry(filter: FailureFilter, by: Actor): Promise<Result<RetryView, Refusal>>;
  pause(subject: Subject, reason: string, by: Actor): Promise<Result<Switched, Refusal>>;
  resume(subject: Subject, by: Actor): Promise<Result<Switched, Refusal>>;
  /** Lets a linked route go live, or a braked one go on with what stopped it. */
  release(route: string, by: Actor): Promise<Result<Switched, Refusal>>;
  /** Starts an audit and resolves when it began; {@link SyncService.audited} tells how far it is. */
  audit(by: Actor): Promise<AuditView>;
  audited(id: string): Promise<AuditView | undefined>;
  /** What erasing a person would take away. */
  planErasure(subject: string): Promise<Result<ErasePlanView, Refusal>>;
  /** Begins to erase a person and resolves when that is stored; {@link SyncService.erasure} tells how far it is, and in the end is the receipt. */
  erase(subject: string, reason: string, by: Actor): Promise<Result<ErasureView, Refusal>>;
  erasure(id: string): Promise<ErasureView | undefined>;
  /** Makes streams due now and resolves when that is stored (a dry run: when it ended); {@link SyncService.run} tells how far it is. */
  sync(request: SyncRequest, by: Actor): Promise<Result<RunView, Refusal>>;
  run(id: string): Promise<RunView | undefined>;
  /** Every live entity of a type, by name. Refuses an unknown type before the first record. */
  exportAll(type: string): Result<AsyncIterable<RecordView>, Refusal>;
}
