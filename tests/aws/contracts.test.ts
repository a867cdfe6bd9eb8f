import { describe, test } from 'vitest';
import { blobsContract } from '../contract/blobs.contract.ts';
import { busContract } from '../contract/bus.contract.ts';
import { feedContract } from '../contract/feed.contract.ts';
import { pagesContract } from '../contract/pages.contract.ts';
import { queueContract } from '../contract/queue.contract.ts';
import { clockContract, idsContract, secretsContract } from '../contract/small-ports.contract.ts';
import { tableContract } from '../contract/table.contract.ts';
import { tableModelContract } from '../contract/table-model.contract.ts';
import { awsHarness } from './aws-harness.ts';

// The way to other machines (`http`) is the embedded adapter's own, whose contract runs in `npm test`.
if (process.env['AWS_ENDPOINT_URL'] === undefined) {
  describe('contracts of the AWS adapter', () => {
    test.skip('skipped: AWS_ENDPOINT_URL names no emulator (npm run aws:contracts starts one)', () => undefined);
  });
} else {
  tableContract('aws', awsHarness);
  pagesContract('aws', awsHarness);
  tableModelContract('aws', awsHarness);
  feedContract('aws', awsHarness);
  queueContract('aws', awsHarness);
  busContract('aws', awsHarness);
  blobsContract('aws', awsHarness);
  clockContract('aws', awsHarness);
  idsContract('aws', awsHarness);
  secretsContract('aws', awsHarness);
}
