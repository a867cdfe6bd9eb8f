import { calm, type FaultMix } from '../../adapters/simulated/faults.ts';
import { createSimulation } from '../../adapters/simulated/simulation.ts';
import type { QueueName } from '../../core/ports/queue.ts';
import { blobsContract } from './blobs.contract.ts';
import { busContract } from './bus.contract.ts';
import { feedContract } from './feed.contract.ts';
import type { Harness } from './harness.ts';
import { answer, type HttpHarness, httpContract } from './http.contract.ts';
import { pagesContract } from './pages.contract.ts';
import { queueContract } from './queue.contract.ts';
import { clockContract, idsContract, knownSecret, secretsContract } from './small-ports.contract.ts';
import { tableContract } from './table.contract.ts';
import { tableModelContract } from './table-model.contract.ts';

let seeds = 0;

/** A world of its own seed; unless a mix says otherwise nothing goes wrong in it. */
async function simulatedHarness(mix: FaultMix = calm): Promise<Harness> {
  seeds += 1;
  const world = createSimulation({ seed: seeds, mix });
  world.secret(knownSecret.name, knownSecret.text);
  world.vendor('server', answer);
  return {
    use: (work) => world.drive(work),
    start({ queues = {}, feed }) {
      for (const [queue, handle] of Object.entries(queues)) world.consume(queue as QueueName, (ports) => (event) => handle(event, ports));
      if (feed !== undefined) world.consumeFeed(() => feed);
    },
    settled: () => world.run('idle'),
    close: async () => undefined,
  };
}

const calmly = (): Promise<Harness> => simulatedHarness();
/** Faults that no correct caller may notice: order, duplication of changes, lag of the index. */
const lagging = (): Promise<Harness> => simulatedHarness({ ...calm, listLagMsMax: 2_000, staleMsMax: 5_000, stale: 0.5 });
const replaying = (): Promise<Harness> => simulatedHarness({ ...calm, ackLost: 0.4, hold: 0.3, holdMsMax: 400 });
const withVendor = async (): Promise<HttpHarness> => ({ ...(await calmly()), base: 'http://server', nowhere: 'http://nowhere/' });

tableContract('simulated', calmly);
tableContract('simulated, lagging,', lagging);
pagesContract('simulated', calmly);
pagesContract('simulated, lagging,', lagging);
tableModelContract('simulated, lagging,', lagging);
feedContract('simulated', calmly);
feedContract('simulated, replaying,', replaying);
queueContract('simulated', calmly);
busContract('simulated', calmly);
blobsContract('simulated', calmly);
clockContract('simulated', calmly);
idsContract('simulated', calmly);
secretsContract('simulated', calmly);
httpContract('simulated', withVendor);
