import { randomBytes } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serveApi } from '../../cli/serve.ts';
import { addPrincipal, newPrincipal } from '../../core/access/principals.ts';
import { tokenBytes, tokenFrom } from '../../core/access/token.ts';
import { createApi } from '../../functions/api/app.ts';
import type { ApiDeps } from '../../functions/api/deps.ts';
import { openApiDocument } from '../../functions/api/openapi.ts';
import { type HookWorkspace, openHooks, vendorHooks } from './hook-workspace.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: 'query' | 'path'; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: { readonly 'application/json'?: { readonly schema: Schema } } };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

const document = openApiDocument(createApi({} as ApiDeps), 'fuzz') as unknown as {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components: { schemas: Readonly<Record<string, Schema>> };
};
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(JSON.parse(JSON.stringify(document)) as object, 'api');

let w: HookWorkspace;
let served: Served;
let token: string;

beforeAll(async () => {
  w = await openHooks();
  await w.deliver(vendorHooks.event(await w.vendor.stream('things').add(4)));
  await w.quiet();
  token = tokenFrom(randomBytes(tokenBytes));
  await addPrincipal(w.world.table, newPrincipal('u_fuzz', 'fuzz', 'owner', 1, 'system'), token);
  served = await serveApi(w.api, 0);
});
afterAll(async () => {
  await served.close();
  await w.close();
});

const nasty = [
  '',
  ' ',
  '\0',
  '\ud800',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  '%00',
  '%2e%2e%2f',
  "' OR 1=1",
  '\u202e',
  '💥',
  'x'.repeat(5_000),
  '-1',
  '1e400',
  'NaN',
  'null',
  '#',
  '/',
  'a/b',
  'a/b/c/d',
  '\r\nx: y',
];
const known = ['shop/things/t1', 'shop', 'things', 'organization', 'person', 'name', 'emails:a@b.cn', 'u_fuzz', 'ERP_PASSWORD', '2026-01-01'];
const text = fc.oneof(fc.constantFrom(...known), fc.constantFrom(...nasty), fc.string({ unit: 'binary', maxLength: 40 }));
const anything = fc.oneof(text, fc.double(), fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 3 }));

/** Mostly what a schema asks for, sometimes anything. */
function given(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  const resolved = schema.$ref === undefined ? schema : (document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  return depth > 4 ? anything : fc.oneof({ weight: 8, arbitrary: fitting(resolved, depth) }, { weight: 1, arbitrary: anything });
}

function fitting({ enum: values, const: only, anyOf, oneOf, type, properties, items }: Schema, depth: number): fc.Arbitrary<unknown> {
  if (only !== undefined) return fc.constant(only);
  if (values !== undefined) return fc.constantFrom(...values);
  const ways = anyOf ?? oneOf;
  if (ways !== undefined) return fc.oneof(...ways.map((way) => given(way, depth + 1)));
  if (type === 'string') return text;
  if (type === 'integer' || type === 'number') return fc.oneof(fc.integer(), fc.constantFrom(0, -0, 1, 2 ** 53, -1, 1e308));
  if (type === 'boolean') return fc.boolean();
  if (type === 'array') return fc.array(given(items ?? {}, depth + 1), { maxLength: 4 });
  if (type === 'object') return fc.record(Object.fromEntries(Object.entries(properties ?? {}).map(([name, schema]) => [name, given(schema, depth + 1)])), { requiredKeys: [] });
  return anything;
}

/** A value as it stands in an address. Objects as JSON: one of ours may have a `toString` that is no function. */
const written = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Requests per operation: enough to meet every branch of the checks, and the suite stays quick. */
const runs = 25;

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, { path, method: method.toUpperCase(), operation }] as const),
);

describe('a running server', () => {
  it.each(operations)('%s answers any request as its description says, and never with a fault', async (_, { path, method, operation }) => {
    w.logged.length = 0;
    const parameters = operation.parameters ?? [];
    const schema = operation.requestBody?.content['application/json']?.schema;
    const request = fc.record({
      values: fc.tuple(...parameters.map((parameter) => given(parameter.schema))),
      body:
        schema === undefined
          ? fc.constant(undefined)
          : fc.oneof({ weight: 6, arbitrary: given(schema).map((value) => JSON.stringify(value)) }, { weight: 1, arbitrary: fc.string() }),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ values, body }) => {
        const filled = parameters.map((parameter, i) => ({ ...parameter, value: written(values[i]).toWellFormed() }));
        const url = filled.filter((p) => p.in === 'path').reduce((at, { name, value }) => at.replace(`{${name}}`, encodeURIComponent(value) || '%20'), path);
        const query = new URLSearchParams(filled.filter((p) => p.in === 'query').map(({ name, value }): [string, string] => [name, value]));
        const headers = { authorization: `Bearer ${token}`, 'x-syncline-workspace': 'main', 'content-type': 'application/json' };
        const answer = await fetch(`${served.url}${url}?${query}`, { method, headers, ...(body !== undefined && { body: body.toWellFormed() }) });
        const said = await answer.text();
        expect(answer.status, said).toBeLessThan(500);
        if (answer.status === 404 && !Object.hasOwn(operation.responses, 404)) return; // a made-up part led to another path
        expect(Object.keys(operation.responses), `${answer.status} ${said}`).toContain(String(answer.status));
        const kind = 'application/json';
        if (operation.responses[answer.status]?.content?.[kind] === undefined) return;
        const pointer = ['paths', path, method.toLowerCase(), 'responses', String(answer.status), 'content', kind, 'schema'].map((part) =>
          part.replaceAll('~', '~0').replaceAll('/', '~1'),
        );
        const valid = ajv.getSchema(`api#/${pointer.map(encodeURIComponent).join('/')}`);
        expect(valid?.(JSON.parse(said)), `${answer.status} ${said.slice(0, 500)} ${JSON.stringify(valid?.errors)}`).toBe(true);
      }),
      { numRuns: runs },
    );
    expect(w.logged.filter((line) => line.startsWith('api.'))).toEqual([]);
  });
});
