import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cliDocs } from './cli-docs.ts';
import { commandSpecs, createProgram, type Parsed } from './program.ts';

const silent = { out: () => undefined, err: () => undefined };

describe('the commands', () => {
  it('are documented in docs/cli.md, word for word', () => {
    expect(readFileSync(new URL('../docs/cli.md', import.meta.url), 'utf8'), 'run: node cli/write-docs.ts').toBe(cliDocs());
  });

  it.each(commandSpecs.flatMap((spec) => spec.examples.map((example) => [example, spec] as const)))('accept their example: %s', async (example, spec) => {
    const words = [...example.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? (match[2] as string));
    const asked: string[] = [];
    const collect = async (parsed: Parsed): Promise<0> => {
      asked.push(parsed.spec.usage);
      return 0;
    };
    const program = createProgram('en', '0', collect, silent);
    await program.parseAsync(words, { from: 'user' });
    expect(asked).toEqual([spec.usage]);
  });

  it('tell everything in both languages', () => {
    for (const spec of commandSpecs)
      for (const about of [spec.about, ...(spec.options ?? []).map((option) => option.about)]) expect(/\p{Script=Han}/u.test(about.zh), about.en).toBe(true);
  });
});
