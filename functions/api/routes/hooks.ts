import * as z from 'zod';
import { hookBytesMax } from '../../hooks/take.ts';
import { bodyBytes } from '../body.ts';
import { type Api, createRoute } from '../router.ts';

const route = createRoute({
  method: 'post',
  path: '/hooks/{workspace}/{connection}',
  summary: 'Webhooks of the systems; verified by their signature, and only a hint to fetch',
  security: [],
  request: { params: z.object({ workspace: z.string(), connection: z.string() }) },
  responses: {
    200: { description: 'Taken, or taken before, or genuine and parked; a challenge is answered as its vendor demands' },
    401: { description: 'Unsigned, forged, stale, or nobody here: always the same, without a body' },
    413: { description: 'The body is larger than 1 MB' },
  },
});

/** Adds `POST /hooks/{workspace}/{connection}`: no token, the vendor's signature over the raw bytes. */
export function addHooks(app: Api): void {
  let refused = 0;
  app.openapi(route, async (c) => {
    const { workspace, connection } = c.req.valid('param');
    const raw = await bodyBytes(c.req.raw.body, hookBytesMax);
    if (raw === undefined) return c.body(null, 413);
    const headers = Object.fromEntries(c.req.raw.headers);
    const { status, type, body } = await c.var.deps.takeHook(workspace, { connection, raw, headers });
    if (status === 401 && isTold(++refused)) c.var.deps.log('hook.refused', `${refused} since the start`);
    return new Response(body, { status, headers: { 'content-type': type } }) as never; // what a challenge demands has no type that the route could check
  });
}

/** Told at 1, 10, 100 …: a flood of forgeries must not become a flood of lines. */
function isTold(count: number): boolean {
  return /^10*$/.test(String(count));
}
