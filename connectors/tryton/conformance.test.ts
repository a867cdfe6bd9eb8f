import { conformance } from '../kit/conformance/suite.ts';
import { pageRows } from './changes.ts';
import { fakeTryton } from './fake.ts';
import { connector } from './index.ts';

await conformance(connector, {
  fake: async () => fakeTryton(),
  streams: ['parties', 'invoices', 'payments'],
  pageSize: pageRows,
});
