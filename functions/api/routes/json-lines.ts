import type { Context } from 'hono';
import { stream } from 'hono/streaming';
import type { ApiEnv } from '../deps.ts';

/** Values between two writes to the connection. */
const linesPerWrite = 100;

/** Answers with one JSON object a line. The last line says that nothing is missing: a broken connection cannot look like a short list. */
export function jsonLines(c: Context<ApiEnv>, values: AsyncIterable<object>, event: string): Response {
  c.header('content-type', 'application/x-ndjson; charset=utf-8');
  return stream(
    c,
    async (out) => {
      let [lines, count] = [[] as string[], 0];
      for await (const value of values) {
        if (out.aborted) return;
        lines.push(`${JSON.stringify(value)}\n`);
        count += 1;
        if (lines.length < linesPerWrite) continue;
        await out.write(lines.join(''));
        lines = [];
      }
      await out.write(`${lines.join('')}${JSON.stringify({ end: true, records: count })}\n`);
    },
    async (error) => c.var.deps.log(event, error),
  );
}
