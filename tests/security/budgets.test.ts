import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../core/model/json.ts';
import { compileMapping } from '../../mappings/engine/compile.ts';
import { openTestWorkspace, type TestWorkspace, workspaceFolder } from '../integration/harness.ts';

const document = (name: string): string => `name: t/t\ntype: organization\nconnector: file\nstream: customers\nfields:\n  name: ${name}\n  note: Note\n`;
const compile = (name: string) => compileMapping({ text: document(name), file: 't.yaml', country: 'DE', zone: 'UTC' });
const quoted = (expression: string): string => `{ cel: '${expression}', direction: in }`;

let w: TestWorkspace | undefined;
afterEach(async () => {
  await w?.close();
  w = undefined;
});

describe('a mapping that would take too long', () => {
  const items = Array.from({ length: 400 }, (_, i) => i);
  it.each<[string, string, JsonObject]>([
    ['loops in loops', 'string(record.l.map(a, record.l.filter(b, b != a).size()).size())', { l: items }],
    ['a pattern on text without end', 'string(record.t.matches("(a+)+b"))', { t: 'a'.repeat(400_000) }],
    ['a result that grows', 'record.t + record.t + record.t + record.t', { t: 'x'.repeat(60_000) }],
  ])('because of %s is stopped and told as MAPPING_BUDGET; the other fields go on', (_, expression, record) => {
    const made = compile(quoted(expression));
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    const began = process.cpuUsage();
    const read = made.value.read({ ...record, Note: 'still here' });
    expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
    expect(read.problems.map(({ field, code }) => [field, code])).toEqual([['name', 'MAPPING_BUDGET']]);
    expect(read.fields['note']).toBe('still here');
  });

  it('parks the field of the record with its reason in the running product, and everything else arrives', async () => {
    const list = JSON.stringify(items);
    const yaml = `workspace: main\nzone: UTC\ncountry: DE\nconnections:\n  crm:\n    connector: file\n    config: { folder: crm, streams: { customers: { files: customers.json, key: Id } } }\n    streams: { customers: { mapping: t/t } }\n`;
    const rows = `[{"Id":"1","l":${list},"Note":"kept"},{"Id":"2","l":[1],"Note":"quick"}]`;
    w = await openTestWorkspace(
      workspaceFolder({
        'syncline.yaml': yaml,
        'mappings/t.yaml': document(quoted('string(record.l.map(a, record.l.filter(b, b != a).size()).size())')),
        'crm/customers.json': rows,
      }),
    );
    await w.sync();
    const { groups } = await w.service.failures({});
    expect(groups).toMatchObject([{ cause: 'read.MAPPING_BUDGET.name', count: 1 }]);
    expect((await w.service.record('crm/customers/1'))?.golden['note']).toBe('kept');
    expect((await w.service.record('crm/customers/2'))?.golden['name']).toBe('1');
  });
});

describe('a regular expression of a user', () => {
  it.each(['(a)\\1', '(?=a)b', '(?<!a)b', '(?<=a)b', '(?>a)', 'a'.repeat(50_000)])('that no linear engine can run is refused when the document is read (%#)', (pattern) => {
    const made = compile(`{ path: Name, as: { replace: { pattern: '${pattern}', with: x } }, direction: in }`);
    const inCel = compile(quoted(`record.t.matches("${pattern.replaceAll('\\', '\\\\')}") ? "a" : "b"`));
    expect([made.ok, inCel.ok]).toEqual([false, false]);
  });

  it('that would hang a backtracking engine answers at once', () => {
    const made = compile("{ path: Name, as: { replace: { pattern: '^(a|a)*$', with: x } }, direction: in }");
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    const began = process.cpuUsage();
    made.value.read({ Name: `${'a'.repeat(4_000)}!` });
    expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
  });
});

describe('an expression', () => {
  it.each(['record.constructor', 'record.__proto__', 'process.exit()', 'globalThis', 'record["constructor"]("return 1")()', 'import("fs")', 'this', '(() => 1)()', 'eval("1")'])(
    'cannot leave its record: %s',
    (expression) => {
      const made = compile(quoted(expression));
      if (!made.ok) return expect(made.error[0]?.code).toMatch(/^MAPPING_/);
      const read = made.value.read({ Note: 'x' });
      return expect([read.problems.length, read.fields['name'] ?? null]).toEqual([1, null]);
    },
  );
});
