import { bytesSource } from '../source/byteSource.ts';
import { fileBytesMax } from '../source/limits.ts';
import { textSource } from '../source/textSource.ts';

/** The whole text of a file that is held in memory, with `\n` line ends; an empty file and one over 64 MB are named refusals. */
export function decodeText(bytes: Uint8Array): string {
  return [...textSource(bytesSource('', bytes), fileBytesMax).chunks()].join('');
}
