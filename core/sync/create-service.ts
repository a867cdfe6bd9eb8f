import { exportAll } from './answers/export-all.ts';
import { signatures } from './answers/signatures.ts';
import { TypeCounts } from './answers/type-counts.ts';
import type { SyncService } from './service.ts';
import type { World } from './world.ts';

/** Answers are loaded with the first question of their kind: a process that is asked one thing starts with that thing alone. */
const answers = {
  audits: () => import('./answers/audits.ts'),
  compare: () => import('./answers/compare.ts'),
  decide: () => import('./answers/decide.ts'),
  erase: () => import('./answers/erase.ts'),
  failures: () => import('./answers/failures.ts'),
  models: () => import('./answers/models.ts'),
  quality: () => import('./answers/quality.ts'),
  reResolve: () => import('./answers/re-resolve.ts'),
  record: () => import('./answers/record-view.ts'),
  records: () => import('./answers/records.ts'),
  retry: () => import('./answers/retry.ts'),
  reviews: () => import('./answers/reviews.ts'),
  run: () => import('./answers/run-view.ts'),
  runs: () => import('./answers/runs.ts'),
  status: () => import('./answers/status.ts'),
  switch: () => import('./answers/switch.ts'),
  why: () => import('./answers/why.ts'),
} as const;

/** Everything a person or program can ask of one workspace, over its world. Keeps nothing but counts that were costly to make, for a moment. */
export function createService(world: World, options: { readonly version: string }): SyncService {
  const counts = new TypeCounts(world);
  return {
    status: async () => (await answers.status()).statusView(world, options.version, counts),
    records: async (query) => (await answers.records()).findRecords(world, query),
    record: async (id) => (await answers.record()).recordView(world, id),
    why: async (subject) => (await answers.why()).why(world, subject),
    compare: async (first, second) => (await answers.compare()).compare(world, first, second),
    merge: async (first, second, by) => (await answers.decide()).merge(world, first, second, by),
    split: async (subject, records, by) => (await answers.decide()).split(world, subject, records, by),
    reviews: async (query) => (await answers.reviews()).reviews(world, query),
    review: async (id) => (await answers.reviews()).review(world, id),
    answer: async (id, verdict, by) => (await answers.reviews()).answer(world, id, verdict, by),
    models: async () => (await answers.models()).models(world),
    model: async (type, version) => (await answers.models()).model(world, type, version),
    addModel: async (document, note, by) => (await answers.models()).addModel(world, document, note, by),
    activateModel: async (type, version, by) => (await answers.models()).activateModel(world, type, version, by),
    reResolve: async (type, by) => (await answers.reResolve()).beginReResolution(world, type, by),
    reResolution: async (type) => (await answers.reResolve()).reResolutionView(world, type),
    signatures: (type) => signatures(world, type),
    quality: async (connection) => (await answers.quality()).quality(world, connection),
    pin: async (subject, field, text, by) => (await answers.decide()).pin(world, subject, field, text, by),
    unpin: async (subject, field, by) => (await answers.decide()).unpin(world, subject, field, by),
    failures: async (filter) => (await answers.failures()).failuresView(world, filter),
    retry: async (filter, by) => (await answers.retry()).retry(world, filter, by),
    pause: async (subject, reason, by) => (await answers.switch()).pause(world, subject, reason, by),
    resume: async (subject, by) => (await answers.switch()).resume(world, subject, by),
    release: async (route, by) => (await answers.switch()).release(world, route, by),
    audit: async (by) => (await answers.audits()).beginAudit(world, by),
    audited: async (id) => (await answers.audits()).auditView(world, id),
    planErasure: async (subject) => (await answers.erase()).planErasure(world, subject),
    erase: async (subject, reason, by) => (await answers.erase()).erase(world, subject, reason, by),
    erasure: async (id) => (await answers.erase()).erasureView(world, id),
    sync: async (request, by) => (await answers.runs()).startRun(world, request, by),
    run: async (id) => (await answers.run()).runView(world, id),
    exportAll: (type) => exportAll(world, type),
  };
}
