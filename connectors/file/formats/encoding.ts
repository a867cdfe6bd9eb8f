import type { EncodingName } from '../schema.ts';
import type { Confidence } from './shape.ts';

/** What the bytes of a file say about its encoding. */
export interface EncodingFound {
  readonly encoding: EncodingName;
  readonly confidence: Confidence;
  readonly bom: boolean;
  readonly damaged: boolean;
}

/** Well-formed sequences per broken one from which on a file counts as damaged UTF-8 rather than another encoding. */
const damagedRatio = 10;
/** Share of Chinese pairs among high bytes from which on it is Chinese text. */
const chineseShare = 0.7;

/**
 * Finds the encoding from a whole file, chunk by chunk: byte order mark, zero bytes (UTF-16), well-formed UTF-8, and then
 * GB18030 against windows-1252. In Chinese text high bytes come in pairs; in Western text they stand alone between letters.
 */
export class EncodingProbe {
  #bom: EncodingName | undefined;
  #started = false;
  readonly #zeros: [number, number] = [0, 0];
  #bytes = 0;
  #good = 0;
  #broken = 0;
  #need = 0;
  #previousHigh = -1;
  #pairs = 0;
  #alone = 0;

  /** Looks at the next bytes of the file. */
  push(chunk: Uint8Array): void {
    if (!this.#started && chunk.length > 0) {
      this.#bom = bomOf(chunk);
      this.#started = true;
    }
    for (let i = 0; i < chunk.length; i += 1) {
      const byte = chunk[i] as number;
      if (byte === 0) this.#zeros[(this.#bytes + i) & 1 ? 1 : 0] += 1;
      if (byte < 0x80 && this.#need === 0 && this.#previousHigh < 0) continue;
      this.#utf8(byte);
      this.#chinese(byte);
    }
    this.#bytes += chunk.length;
  }

  #utf8(byte: number): void {
    if (this.#need > 0) {
      if (byte >= 0x80 && byte < 0xc0) {
        this.#need -= 1;
        if (this.#need === 0) this.#good += 1;
        return;
      }
      this.#broken += 1;
      this.#need = 0;
    }
    if (byte < 0x80) return;
    if (byte >= 0xc2 && byte < 0xe0) this.#need = 1;
    else if (byte >= 0xe0 && byte < 0xf0) this.#need = 2;
    else if (byte >= 0xf0 && byte < 0xf5) this.#need = 3;
    else this.#broken += 1;
  }

  #chinese(byte: number): void {
    if (this.#previousHigh < 0) {
      if (byte >= 0x80) this.#previousHigh = byte;
      return;
    }
    const lead = this.#previousHigh;
    this.#previousHigh = -1;
    if (lead >= 0xa1 && lead <= 0xf7 && byte >= 0xa1 && byte <= 0xfe) this.#pairs += 1;
    else if (byte >= 0x80)
      this.#previousHigh = byte; // half a pair: the second may begin one
    else this.#alone += 1;
  }

  /** What was found, once all bytes were seen. */
  found(): EncodingFound {
    const utf8Broken = this.#broken + (this.#need > 0 ? 1 : 0);
    if (this.#bom !== undefined) return { encoding: this.#bom, confidence: 'told', bom: true, damaged: this.#bom === 'utf-8' && utf8Broken > 0 };
    const [even, odd] = this.#zeros;
    if (Math.max(even, odd) * 4 > this.#bytes && Math.min(even, odd) * 20 < Math.max(even, odd)) {
      return { encoding: odd > even ? 'utf-16le' : 'utf-16be', confidence: 'likely', bom: false, damaged: false };
    }
    if (utf8Broken === 0) return { encoding: 'utf-8', confidence: 'proved', bom: false, damaged: false };
    if (this.#good > damagedRatio * utf8Broken) return { encoding: 'utf-8', confidence: 'likely', bom: false, damaged: true };
    const share = (2 * this.#pairs) / (2 * this.#pairs + this.#alone);
    const confidence = share > 0.9 || share < 0.3 ? 'likely' : 'guessed';
    if (share >= chineseShare) return { encoding: 'gb18030', confidence, bom: false, damaged: true };
    return { encoding: 'windows-1252', confidence, bom: false, damaged: true };
  }
}

function bomOf(chunk: Uint8Array): EncodingName | undefined {
  if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) return 'utf-8';
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
  if (chunk[0] === 0xfe && chunk[1] === 0xff) return 'utf-16be';
  return undefined;
}
