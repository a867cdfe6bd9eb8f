import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One measured figure against its bar. */
export interface Bar {
  readonly name: string;
  readonly value: string;
  readonly bar: string;
  readonly ok: boolean;
  readonly details?: readonly string[];
}

/** The data beside the repository; absent on a machine that has none, and then its bars are skipped by name. */
const data = join(import.meta.dirname, '../../../shared/data/receivables');

/** True when the data set is there. */
export function hasData(set: string): boolean {
  return existsSync(join(data, set));
}

/** Files of a data set without licences, notes and expected outputs. */
export function dataFiles(set: string): { readonly name: string; readonly bytes: Uint8Array }[] {
  const skip = /LICENSE|SOURCE|README|requirements|\.(?:yml|yaml|beancount)$/;
  return readdirSync(join(data, set))
    .filter((name) => !skip.test(name))
    .map((name) => ({ name, bytes: readFileSync(join(data, set, name)) }));
}

/** Text of one file of a data set; undefined when it is not there. */
export function dataText(set: string, name: string): string | undefined {
  const path = join(data, set, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** A share with four digits, never rounded up to one. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : (Math.floor((part / whole) * 10_000) / 10_000).toFixed(4);
}
