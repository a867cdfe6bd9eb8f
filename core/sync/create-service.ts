import { auditView, beginAudit } from './answers/audits.ts';
import { compare } from './answers/compare.ts';
import { merge, pin, split, unpin } from './answers/decide.ts';
import { exportAll } from './answers/export-all.ts';
import { failuresView } from './answers/failures.ts';
import { recordView } from './answers/record-view.ts';
import { findRecords } from './answers/records.ts';
import { retry } from './answers/retry.ts';
import { runView } from './answers/run-view.ts';
import { startRun } from './answers/runs.ts';
import { statusView } from './answers/status.ts';
import { pause, release, resume } from './answers/switch.ts';
import { TypeCounts } from './answers/type-counts.ts';
import { why } from './answers/why.ts';
import type { SyncService } from './service.ts';
import type { World } from './world.ts';

/** Everything a person or program can ask of one workspace, over its world. Keeps nothing but counts that were costly to make, for a moment. */
export function createService(world: World, options: { readonly version: string }): SyncService {
  const counts = new TypeCounts(world);
  return {
    status: () => statusView(world, options.version, counts),
    records: (query) => findRecords(world, query),
    record: (id) => recordView(world, id),
    why: (subject) => why(world, subject),
    compare: (first, second) => compare(world, first, second),
    merge: (first, second, by) => merge(world, first, second, by),
    split: (subject, records, by) => split(world, subject, records, by),
    pin: (subject, field, text, by) => pin(world, subject, field, text, by),
    unpin: (subject, field, by) => unpin(world, subject, field, by),
    failures: (filter) => failuresView(world, filter),
    retry: (filter, by) => retry(world, filter, by),
    pause: (subject, reason, by) => pause(world, subject, reason, by),
    resume: (subject, by) => resume(world, subject, by),
    release: (route, by) => release(world, route, by),
    audit: (by) => beginAudit(world, by),
    audited: (id) => auditView(world, id),
    sync: (request, by) => startRun(world, request, by),
    run: (id) => runView(world, id),
    exportAll: (type) => exportAll(world, type),
  };
}
