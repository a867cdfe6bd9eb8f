import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { connectorDocs } from '../../cli/connector-docs.ts';
import { filesOf, layOut } from './guide.ts';
import { root } from './sources.ts';

const files = filesOf('docs/connectors.md');
const folder = layOut('noticeboard', files);
afterAll(() => rmSync(dirname(dirname(folder)), { recursive: true, force: true }));

describe('docs/connectors.md', () => {
  it('holds the capability table as the connectors declare it', async () => {
    const text = readFileSync(join(root, 'docs/connectors.md'), 'utf8');
    expect(await connectorDocs(text), 'run: npm run docs').toBe(text);
  });

  it('has every file of the example', () => {
    expect([...files.keys()]).toEqual(['schema.ts', 'api.ts', 'read.ts', 'write.ts', 'index.ts', 'fake.ts', 'conformance.test.ts']);
  });

  // A whole program of the compiler takes seconds: where nobody waits for it.
  it.runIf(process.env['CI'] !== undefined)(
    'has an example without a type error',
    () => {
      const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
      const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [...files.keys()] }, ts.sys, folder);
      const program = ts.createProgram(
        [...files.keys()].map((file) => join(folder, file)),
        { ...options, noEmit: true, skipLibCheck: true, types: ['node'], typeRoots: [join(root, 'node_modules/@types')] },
      );
      const problems = [...program.getSourceFiles()]
        .filter((source) => source.fileName.startsWith(folder))
        .flatMap((source) => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]);
      expect(problems.map((problem) => `${problem.file?.fileName.slice(folder.length + 1)}: ${ts.flattenDiagnosticMessageText(problem.messageText, ' ')}`)).toEqual([]);
    },
    60_000,
  );
});

describe('the connector of the guide', async () => {
  await import(join(folder, 'conformance.test.ts'));
});
