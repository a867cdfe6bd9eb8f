import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { claimNames } from '../../functions/aws/http-event.ts';

/** An identity provider on this machine: what an authorizer asks for keys, and tokens signed with them. */
export interface Issuer {
  readonly url: string;
  token(claims: { readonly role?: string; readonly workspaces?: string; readonly audience: string }): string;
  close(): void;
}

/** Starts it on a free port of 127.0.0.1. */
export async function startIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const keys = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }] };
  const server = createServer((request, response) => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const body = request.url?.includes('openid-configuration') === true ? { issuer: base, jwks_uri: `${base}/.well-known/jwks.json` } : keys;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    url,
    token({ role, workspaces, audience }) {
      const now = Math.floor(Date.now() / 1_000);
      const claims = { iss: url, aud: audience, sub: 'ann', iat: now - 60, exp: now + 3_600, [claimNames.role]: role, [claimNames.workspaces]: workspaces };
      const head = `${part({ alg: 'RS256', typ: 'JWT', kid: 'k1' })}.${part(claims)}`;
      return `${head}.${createSign('RSA-SHA256').update(head).sign(privateKey).toString('base64url')}`;
    },
    close: () => void server.close(),
  };
}
