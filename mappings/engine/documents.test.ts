import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemLine } from './check/problem.ts';
import { compileMapping } from './compile.ts';
import { testMapping } from './examples.ts';
import { transforms } from './transforms/catalogue.ts';

const root = join(import.meta.dirname, '..', '..');

function compiled(text: string, file: string) {
  const result = compileMapping({ text, file, country: 'DE', zone: 'Europe/Berlin' });
  if (!result.ok) throw new Error(result.error.map((problem) => problemLine(problem, 'en')).join('\n'));
  return result.value;
}

function failures(text: string, file: string): readonly string[] {
  return testMapping(compiled(text, file)).flatMap((result) => result.differences.map((difference) => `${result.title}: ${difference.message.en}`));
}

describe('documents of the project', () => {
  const files = globSync('mappings/*/*.yaml', { cwd: root });

  test('there are some', () => {
    expect(files.length).toBeGreaterThan(1);
  });

  test.each(files)('%s compiles, has examples, and they pass', (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    expect(text.startsWith('# yaml-language-server: $schema=../mapping.schema.json\n')).toBe(true);
    expect(compiled(text, file).name).toBe(file.replaceAll('\\', '/').replace(/^mappings\/|\.yaml$/g, ''));
    expect(compiled(text, file).document.examples?.length ?? 0).toBeGreaterThan(0);
    expect(failures(text, file)).toEqual([]);
  });
});

describe('the guide', () => {
  const guide = readFileSync(join(root, 'docs', 'mappings.md'), 'utf8');
  const blocks = [...guide.matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1] as string);
  const documents = blocks.filter((block) => /^connector: /m.test(block));
  const snippets = blocks.filter((block) => !/^connector: /m.test(block));

  test.each(documents.map((text) => [/^name: (\S+)/m.exec(text)?.[1] as string, text]))('the document %s compiles and its examples pass', (name, text) => {
    expect(failures(text, name)).toEqual([]);
  });

  test.each(snippets)('the fields %.60s compile', (snippet) => {
    const typeOf = /^# of (?:an? )?(\w+)/.exec(snippet)?.[1] ?? 'organization';
    expect(() => compiled(`name: guide/snippet\ntype: ${typeOf}\nconnector: file\nstream: records\nfields:\n${snippet.replace(/^/gm, '  ')}`, 'docs/mappings.md')).not.toThrow();
  });

  test.each(transforms.map((transform) => transform.name))('the transform %s is described with an example', (name) => {
    expect(guide).toMatch(new RegExp(`^\\| \`${name}\` \\|`, 'm'));
  });
});
