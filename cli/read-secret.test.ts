import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Io } from './io.ts';
import { painter } from './output/paint.ts';
import { readSecret, type SecretInput } from './read-secret.ts';

const said: string[] = [];
const io: Io = {
  env: {},
  cwd: '.',
  language: 'en',
  columns: 80,
  paint: painter(false),
  out: (text) => void said.push(text),
  err: (text) => void said.push(text),
  live: false,
  self: 'syncline',
  now: () => 0,
};

/** A terminal at which somebody types, and whether it echoes. */
function terminal(...keys: readonly string[]): { readonly input: SecretInput; readonly modes: boolean[] } {
  const stream = new PassThrough();
  const modes: boolean[] = [];
  for (const key of keys) stream.write(key);
  return { input: Object.assign(stream, { isTTY: true, setRawMode: (raw: boolean) => modes.push(raw) }), modes };
}

describe('a secret', () => {
  it.each([
    ['whole, without the line break at its end', ['pass word\n'], 'pass word'],
    ['with the line breaks inside it', ['-----BEGIN\nKEY', '-----\r\n'], '-----BEGIN\nKEY-----'],
  ])('is read from a pipe %s', async (_, chunks, expected) => {
    expect(await readSecret(io, Readable.from(chunks), 'X')).toBe(expected);
  });

  it('is typed at a terminal that does not show it, with corrections', async () => {
    const { input, modes } = terminal('hun', 'x\u007f', 'ter2\r');
    expect(await readSecret(io, input, 'ERP_PASSWORD')).toBe('hunter2');
    expect(modes).toEqual([true, false]);
    expect(said.join()).not.toContain('hun');
  });

  it('is not stored when the typing is broken off, and the terminal is as before', async () => {
    const { input, modes } = terminal('hun\u0003');
    await expect(readSecret(io, input, 'X')).rejects.toMatchObject({ exit: 2 });
    expect(modes).toEqual([true, false]);
  });

  it.each([
    ['nothing', ['']],
    ['an empty line', ['\n']],
    ['a file that is no secret', ['x'.repeat(70_000)]],
  ])('is refused when it is %s', async (_, chunks) => {
    await expect(readSecret(io, Readable.from(chunks), 'X')).rejects.toMatchObject({ exit: 2 });
  });
});
