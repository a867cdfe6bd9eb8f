import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { expect, test } from 'vitest';
import { answerOf, bodyOf, claimNames, principalOf, requestOf, workspaceAsked } from './http-event.ts';

function event(claims: Record<string, unknown> = {}, extra: Partial<APIGatewayProxyEventV2WithJWTAuthorizer> = {}): APIGatewayProxyEventV2WithJWTAuthorizer {
  const requestContext = { http: { method: 'GET' }, domainName: 'a1.execute-api.127.0.0.1', authorizer: { jwt: { claims, scopes: [] } } };
  return { headers: {}, rawPath: '/status', rawQueryString: '', isBase64Encoded: false, requestContext, ...extra } as never;
}

const ann = { sub: 'ann', name: 'Ann', [claimNames.role]: 'finance', [claimNames.workspaces]: 'main other' };

test('verified claims say who asks, with which role', () => {
  expect(principalOf(event(ann), 'other')).toMatchObject({ id: 'jwt:ann', name: 'Ann', role: 'finance' });
});

test.each([
  ['without a role', { ...ann, [claimNames.role]: undefined }],
  ['with a role that does not exist', { ...ann, [claimNames.role]: 'root' }],
  ['of other workspaces', { ...ann, [claimNames.workspaces]: 'main2' }],
  ['without workspaces', { ...ann, [claimNames.workspaces]: undefined }],
  ['without a subject', { ...ann, sub: undefined }],
])('a token %s opens nothing', (_, claims) => {
  expect(principalOf(event(claims), 'main')).toBeUndefined();
});

test('an event that no authorizer has seen has no principal', () => {
  expect(principalOf({ ...event(), requestContext: { http: { method: 'GET' } } } as never, 'main')).toBeUndefined();
});

test('a request keeps path, query, headers and body, whatever the host is called', async () => {
  const context = { http: { method: 'POST' }, domainName: 'a1.execute-api.127.0.0.1' } as never;
  const asked = requestOf(
    event(
      {},
      {
        headers: { 'X-Syncline-Workspace': 'main' },
        rawPath: '/syncs',
        rawQueryString: 'a=%C3%A4',
        body: Buffer.from('{"x":1}').toString('base64'),
        isBase64Encoded: true,
        requestContext: context,
      },
    ),
  );
  expect([asked.method, new URL(asked.url).pathname, new URL(asked.url).search, asked.headers.get('x-syncline-workspace'), await asked.text()]).toEqual([
    'POST',
    '/syncs',
    '?a=%C3%A4',
    'main',
    '{"x":1}',
  ]);
  expect(workspaceAsked({ headers: { 'X-Syncline-Workspace': 'main' } })).toBe('main');
});

test('a body is raw bytes, and an answer keeps its own', async () => {
  expect([...bodyOf({ body: '/wA=', isBase64Encoded: true })]).toEqual([255, 0]);
  const answer = await answerOf(new Response(Uint8Array.from([255, 0]), { status: 202, headers: { 'content-type': 'x/y' } }));
  expect(answer).toEqual({ statusCode: 202, headers: { 'content-type': 'x/y' }, body: '/wA=', isBase64Encoded: true });
});
