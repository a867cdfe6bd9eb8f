import * as z from 'zod';
import type { Sentence, Where } from '../../core/model/error.ts';
import { sentenceView } from '../../core/sync/views/basics.ts';

/** The body of every answer that is not what was asked for. */
export const problemSchema = z
  .object({
    code: z.string().describe('A code of docs/errors.md'),
    message: sentenceView,
    where: z
      .object({
        file: z.string().optional(),
        line: z.number().optional(),
        column: z.number().optional(),
        connection: z.string().optional(),
        stream: z.string().optional(),
        record: z.string().optional(),
        field: z.string().optional(),
      })
      .describe('As far as known'),
  })
  .meta({ id: 'Problem' });

/** See {@link problemSchema}. */
export type Problem = z.infer<typeof problemSchema>;

/** Status codes that problems come with. */
export type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 500 | 503;

/** Thrown by middleware and handlers to answer with a problem. */
export class ApiProblem extends Error {
  readonly status: ProblemStatus;
  readonly body: Problem;

  constructor(status: ProblemStatus, code: string, message: Sentence, where: Where = {}) {
    super(code);
    this.name = 'ApiProblem';
    this.status = status;
    this.body = { code, message, where };
  }
}

const abouts: Readonly<Record<ProblemStatus, string>> = {
  400: 'Not understood; `where.field` names the part',
  401: 'No token, or one that opens nothing here',
  403: 'The role of this token may not do that',
  404: 'There is no such thing in this workspace',
  409: 'There is, but not now',
  413: 'The body is larger than 1 MB',
  415: 'The body is not JSON',
  500: 'A fault of the server',
  503: 'The store is away; try again',
};

/** The responses part of a route: every route may answer 401, 403 and 500. */
export function problems<S extends ProblemStatus>(...statuses: readonly S[]) {
  const all = [...statuses, 401, 403, 500] as const;
  return Object.fromEntries(all.map((status) => [status, { description: abouts[status], content: { 'application/json': { schema: problemSchema } } }])) as Record<
    S | 401 | 403 | 500,
    { description: string; content: { 'application/json': { schema: typeof problemSchema } } }
  >;
}
