import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../cli/errors/catalogue.ts';
import { failureCauses } from '../../cli/errors/causes.ts';
import { errorsDocs } from '../../cli/errors/errors-docs.ts';
import { root, shippedSources } from './sources.ts';

/** Written like codes and none: variables of the environment, words of AWS and of the network. */
const notCodes = /^(?:SYNCLINE_\w+|AWS_\w+|LC_\w+|(?:FORCE|NO)_COLOR|ALL_(?:OLD|NEW)|EAI_AGAIN|BLOCKED_ADDRESS|XDG_\w+)$/;

const sources = shippedSources();
const codesOf = (title: string): readonly string[] => Object.keys(errorCatalogue.find((chapter) => chapter.title.en === title)?.codes ?? {});

function found(pattern: RegExp, within: RegExp = /./): Map<string, string> {
  const codes = new Map<string, string>();
  for (const { file, text } of sources) if (within.test(file)) for (const match of text.matchAll(pattern)) if (match[1] !== undefined) codes.set(match[1], file);
  return codes;
}

/** Files whose codes get the family of the document in front. */
const ofWorkspace = /^mappings\/(?:document\/issues|workspace\/check-\w+)\.ts$/;

/** Codes in capitals. */
function capitals(): Map<string, string> {
  const all = new Map<string, string>();
  const written = /'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g;
  for (const [code, file] of found(written, ofWorkspace)) all.set(`WORKSPACE_${code}`, file);
  for (const [code, file] of found(written, new RegExp(`^(?!${ofWorkspace.source.slice(1)})`))) if (!notCodes.test(code)) all.set(code, file);
  for (const [suffix, file] of found(/\$\{options\.family\}_([A-Z_]+)`/g)) all.set(`WORKSPACE_${suffix}`, file);
  return all;
}

/** Faults of connectors; what vendors and mail servers say is one row each. */
function faults(): Map<string, string> {
  const written = found(/(?:fault\(\s*'[a-z-]+',\s*|problem\(|\bcode: )'([a-z][a-z-]*(?:\.[a-z-]+)?)'/g, /^connectors\/|compose\/|^core\/sync\/nameless/);
  const listed = new Set(codesOf('Faults of systems'));
  return new Map(
    [...written]
      .filter(([code]) => code !== 'custom')
      .map(([code, file]) => [listed.has(code) ? code : code.replace(/^(imap|smtp)\..*/, (_, id) => (id === 'smtp' ? 'smtp.<reply>' : 'imap.<code>')), file]),
  );
}

describe('docs/errors.md', () => {
  it('is what the catalogue says', () => {
    expect(readFileSync(join(root, 'docs/errors.md'), 'utf8'), 'run: node cli/write-docs.ts').toBe(errorsDocs());
  });

  it('explains every code in English and Chinese, once', () => {
    const all = [...errorCatalogue.flatMap((chapter) => Object.entries(chapter.codes)), ...Object.entries(failureCauses)];
    for (const [code, { means, todo }] of all) {
      expect(/\p{Script=Han}/u.test(means.zh), code).toBe(true);
      expect(/[a-z]{2}/.test(means.en), code).toBe(true);
      if (todo !== undefined) expect(todo.en.length > 0 && todo.zh.length > 0, code).toBe(true);
    }
    expect(new Set(all.map(([code]) => code)).size).toBe(all.length);
  });

  it.each<[string, () => Map<string, string>, readonly string[]]>([
    ['codes in capitals', capitals, ['API and commands', 'Workspace', 'Mappings', 'Receivables', 'Store and secrets']],
    ['reasons why a field cannot be read', () => new Map([...found(/new Refusal\(\s*'([a-z]\w*\.\w+)'/g)]), ['Fields that could not be read']],
    [
      'reasons why a file is refused',
      () => new Map([...found(/^ {2}\| '([a-z_]+)'/gm, /receivables\/model\/refusal\.ts$/), ...found(/SynclineError\(\s*'([a-z_]+)'/g)]),
      ['Statements and invoices'],
    ],
    ['faults of connectors', faults, ['Faults of systems']],
  ])('knows all %s that the sources hold, and no others', (_, written, titles) => {
    const codes = written();
    const known = titles.flatMap(codesOf);
    expect(codes.size).toBeGreaterThan(15);
    expect(
      [...codes].filter(([code]) => !known.includes(code)),
      'missing from cli/errors',
    ).toEqual([]);
    expect(
      known.filter((code) => !codes.has(code) && !code.includes('<')),
      'dead in cli/errors',
    ).toEqual([]);
  });

  it('knows every family of causes that the sources report', () => {
    const families = new Set([...found(/[cC]ause(?::| =) ['`]([a-z]+)\./g).keys(), ...found(/return `([a-z]+)\.\$\{queue\}`/g).keys()]);
    expect([...families].sort()).toEqual([...new Set(Object.keys(failureCauses).map((cause) => cause.split('.')[0] as string))].sort());
    const kinds = /export type FaultKind = ([^;]+);/.exec(readFileSync(join(root, 'core/ports/connector.ts'), 'utf8'))?.[1] ?? '';
    for (const [, kind] of kinds.matchAll(/'([a-z-]+)'/g)) expect(Object.keys(failureCauses)).toContain(`write.${kind}.<code>`);
    expect(kinds).toContain('too-large');
  });
});
