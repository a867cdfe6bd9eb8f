import type { EncodingName } from '../schema.ts';

/** How sure a finding is: `told` by configuration or a byte order mark · `proved` by the bytes · `likely` by statistics · `guessed`: look at it. */
export type Confidence = 'told' | 'proved' | 'likely' | 'guessed';

/** The outer form of a file, found by reading its bytes once; a rewrite keeps it. */
export interface Shape {
  readonly encoding: EncodingName;
  readonly confidence: Confidence;
  readonly bom: boolean;
  /** Some bytes are not of the encoding: rows that hold them are refused. */
  readonly damaged: boolean;
  readonly eol: '\n' | '\r\n' | '\r';
  readonly delimiter: string;
  readonly bytes: number;
  /** SHA-256 of the content, hex. */
  readonly sha256: string;
}
