import type { Result } from '../../core/model/result.ts';
import type { Refusal } from '../../core/sync/service.ts';
import { ApiProblem, type ProblemStatus } from './problem.ts';

const statusOf: Readonly<Record<Refusal['kind'], ProblemStatus>> = { missing: 404, invalid: 400, refused: 409 };

/** The value of a result; a refusal becomes the problem that is answered. */
export function granted<T>(result: Result<T, Pick<Refusal, 'kind' | 'code' | 'message' | 'where'>>): T {
  if (result.ok) return result.value;
  const { kind, code, message, where } = result.error;
  throw new ApiProblem(statusOf[kind], code, message, where);
}

/** The thing that was asked for, or 404 in the same words whatever is missing. */
export function found<T>(value: T | undefined, field: string): T {
  if (value !== undefined) return value;
  throw new ApiProblem(404, 'NOT_FOUND', { en: 'There is no such thing in this workspace.', zh: '此工作区中没有该对象。' }, { field });
}
