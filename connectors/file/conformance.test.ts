import { conformance } from '../kit/conformance/suite.ts';
import { fileFake } from './fake.ts';
import { connector } from './index.ts';

await conformance(connector, {
  fake: fileFake,
  streams: ['contacts', 'orders'],
  pageSize: 1_000,
  waivers: [{ rule: 'write.lost', because: 'a rename has happened or not: a folder has no answer that could be lost' }],
});
