import { crc32 } from 'node:zlib';

/** Before each frame's text: generation (6 bytes), base (6), bytes of the text (4), checksum of these and of the text (4). */
const headerBytes = 20;
const lengthAt = 12;
const checksumAt = 16;
const newLine = 10;

/** A fold that fails raises the generation without a frame, but never so often. Most bytes that begin no frame are told by that. */
const generationsMax = 1_000_000;

/** Which folds a frame stands between. */
export interface FrameAge {
  /** The fold that takes the frame into the tables. */
  readonly generation: number;
  /** The last fold that was on disk when the frame was written. */
  readonly base: number;
}

/** A frame as it was found. */
export interface Frame extends FrameAge {
  readonly text: string;
  /** Where it ends. */
  readonly end: number;
}

/** The bytes of a frame. Lines are written one by one: joined they would be one long text, twice as wide where a single line is not Latin. */
export function frameOf({ generation, base }: FrameAge, lines: readonly string[]): Buffer {
  let length = Math.max(0, lines.length - 1);
  for (const line of lines) length += Buffer.byteLength(line);
  const frame = Buffer.allocUnsafe(headerBytes + length);
  frame.writeUIntLE(generation, 0, 6);
  frame.writeUIntLE(base, 6, 6);
  frame.writeUInt32LE(length, lengthAt);
  let at = headerBytes;
  for (const line of lines) {
    at += frame.write(line, at);
    if (at < frame.length) at = frame.writeUInt8(newLine, at);
  }
  frame.writeUInt32LE(checksum(frame, 0, frame.length), checksumAt);
  return frame;
}

/** The frame that begins at `at`; undefined when none does, or it is not as it was written. */
export function frameAt(bytes: Buffer, at: number): Frame | undefined {
  if (at + headerBytes > bytes.length) return undefined;
  const end = at + headerBytes + bytes.readUInt32LE(at + lengthAt);
  if (end > bytes.length || checksum(bytes, at, end) !== bytes.readUInt32LE(at + checksumAt)) return undefined;
  return { generation: bytes.readUIntLE(at, 6), base: bytes.readUIntLE(at + 6, 6), text: bytes.toString('utf8', at + headerBytes, end), end };
}

/** Whether a frame stands anywhere from `from` on, of a generation of at least `least`. */
export function hasFrame(bytes: Buffer, from: number, least: number): boolean {
  for (let at = from; at + headerBytes <= bytes.length; at += 1) {
    const generation = bytes.readUIntLE(at, 6);
    if (generation >= least && generation < least + generationsMax && frameAt(bytes, at) !== undefined) return true;
  }
  return false;
}

/** Of everything but the checksum itself. */
function checksum(bytes: Buffer, at: number, end: number): number {
  return crc32(bytes.subarray(at + headerBytes, end), crc32(bytes.subarray(at, at + checksumAt)));
}
