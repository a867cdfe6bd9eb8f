import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The sample company as it comes. */
const sample = join(import.meta.dirname, '..', '..', 'samples', 'trading-company');

/** A copy of the sample company, before its first sync; whoever opens it removes it. */
export function sampleFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'syncline-sample-'));
  cpSync(sample, folder, { recursive: true, filter: (path) => !path.includes('.syncline') });
  return folder;
}
