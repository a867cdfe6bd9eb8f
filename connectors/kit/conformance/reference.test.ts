import { reference } from './reference.ts';
import { referenceHarness } from './referenceVendor.ts';
import { conformance } from './suite.ts';

await conformance(reference, referenceHarness);
