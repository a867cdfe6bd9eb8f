/** `npm run eval:identity [-- --json]`: every bar of identity on the sets beside the repository, record by record, over five orders of arrival. Exit 1 when a bar is missed; skipped by name when the sets are not there. */

import { ratios } from '../../core/identity/metrics.ts';
import { modelId } from '../../core/identity/model/model.ts';
import { shippedModels } from '../../core/identity/model/shipped.ts';
import { isSameName } from '../../core/identity/same-name.ts';
import { scoredResolver } from '../../core/identity/scored.ts';
import { atLeast, atMost, type Bar, printed } from './identity-bars.ts';
import { chineseLookup } from './identity-chinese.ts';
import { arrivalOrder, type EvalRun, learntOn, runSet } from './identity-run.ts';
import { type EvalSet, evalSets, haveSets, rowsOf } from './identity-sets.ts';
import { stabilityOf } from './identity-stability.ts';

const orders = [1, 2, 3, 4, 5];
const spreadMax = 0.005;
const reviewPerThousandMax = 20;

function runsOf(set: EvalSet): EvalRun[] {
  const { resolver, features } = learntOn(set, shippedModels);
  return orders.map((seed) => runSet(set, resolver, arrivalOrder(set.records.length, seed), features));
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function setBars(set: EvalSet, runs: readonly EvalRun[]): Bar[] {
  const f1 = runs.map((r) => r.agreement.f1);
  const each = (pick: (r: EvalRun) => number): string => mean(runs.map(pick)).toFixed(4);
  const detail = `pairwise, mean of 5 orders (lowest ${Math.min(...f1).toFixed(4)}); P ${each((r) => r.agreement.precision)} R ${each((r) => r.agreement.recall)} B³ ${each((r) => r.agreement.b3.f1)}; ${Math.round(mean(runs.map((r) => r.recordsPerSecond)))} records/s; ${runs[0]?.generic} generic keys`;
  const reads = mean(runs.map((r) => r.keysPerRecord));
  const entities = mean(runs.map((r) => r.entitiesPerRecord));
  const p99 = Math.max(...runs.map((r) => r.entitiesP99));
  const readBars =
    set.type === 'person'
      ? [atMost(`${set.name}: keys read per record`, reads, 6, 'mean'), atMost(`${set.name}: entities read per record`, entities, 2, `mean; p99 ${p99}`)]
      : [atMost(`${set.name}: entities read, p99`, p99, 44, `mean ${entities.toFixed(2)}, keys ${reads.toFixed(2)}`)];
  return [
    atLeast(`${set.name}: F1`, mean(f1), set.goal, detail),
    atMost(`${set.name}: spread over arrival orders`, Math.max(...f1) - Math.min(...f1), spreadMax, 'F1 of 5 orders'),
    ...readBars,
    atMost(`${set.name}: pairs to review per 1,000`, Math.max(...runs.map((r) => r.reviewPerThousand)), reviewPerThousandMax, 'most of 5 orders'),
  ];
}

function companyNames(): Bar {
  const resolver = scoredResolver();
  const signature = (name: string) => resolver.features('organization', new Map([['name', name]]), { country: 'US' }).signature;
  const pairs = { found: 0, true: 0, both: 0 };
  for (const row of rowsOf('name_bench/cases.csv').filter((r) => r['schema'] === 'Company')) {
    const same = isSameName(resolver.compare(signature(row['name1'] as string), signature(row['name2'] as string)));
    const truth = row['is_match'] === 'true';
    if (same) pairs.found += 1;
    if (truth) pairs.true += 1;
    if (same && truth) pairs.both += 1;
  }
  const { precision, recall, f1 } = ratios(pairs);
  return atLeast('company name pairs (name_bench): F1', f1, 0.87, `P ${precision.toFixed(4)} R ${recall.toFixed(4)}, names alone`);
}

function chineseBars(): Bar[] {
  return [false, true].flatMap((traditional) => {
    const found = chineseLookup(traditional);
    const script = traditional ? 'traditional' : 'simplified';
    const detail = `${found.queries} listed companies among ${found.pool} registered names (our own list and synthetic ones)`;
    return [
      atLeast(`Chinese short → legal, ${script}: top-1`, found.topOne, 0.97, detail),
      atLeast(`Chinese short → legal, ${script}: recall at P .99`, found.recall, 0.85, detail),
    ];
  });
}

function stabilityBars(set: EvalSet): Bar[] {
  const s = stabilityOf(set);
  return [
    atMost(`${set.name}: ids that differ after a replay`, s.replayed, 0, 'same log, same ids'),
    atMost(`${set.name}: entities renamed by a new record`, s.renamed, 0, 'redirects to an older id do not count'),
    atMost(`${set.name}: merges that lost the oldest id`, s.youngerKept, 0, ''),
    atMost(`${set.name}: unmerges that did not restore`, s.notRestored, 0, `of ${s.merges} random merges by hand`),
    atMost(`${set.name}: waterfalls that do not add up`, s.unexplained, 0, 'links and near misses'),
  ];
}

if (!haveSets()) {
  console.log('skipped: eval:identity, because ../shared/data/identity is not there');
} else {
  const sets = evalSets();
  const goals = sets.filter((s) => s.goal > 0);
  const bars = [...goals.flatMap((set) => setBars(set, runsOf(set))), companyNames(), ...chineseBars(), ...goals.flatMap(stabilityBars)];
  const models = shippedModels.map(modelId);
  if (process.argv.includes('--json')) console.log(JSON.stringify({ models, bars }, null, 2));
  else
    console.log(
      `models ${models.join(', ')}; name frequencies learnt from each set's own records, without truth\n${printed(bars)}\n${bars.filter((b) => b.reached).length} of ${bars.length} bars reached`,
    );
  process.exitCode = bars.every((b) => b.reached) ? 0 : 1;
}
