import { placeOf } from '../../core/model/error.ts';
import type { DocumentProblem } from '../../mappings/document/problem.ts';
import { type Io, told } from '../io.ts';

/** Problems of documents: the place first, the way terminals and editors link it, then what is wrong. */
export function problemLines(problems: readonly DocumentProblem[], io: Io): string[] {
  return problems.flatMap((problem) => {
    const { field: _, ...place } = problem.where;
    const severity = problem.severity === 'error' ? io.paint.red(told(io, { en: 'error', zh: '错误' })) : io.paint.yellow(told(io, { en: 'warning', zh: '警告' }));
    return [`${io.paint.bold(placeOf(place))}  ${severity}  ${io.paint.dim(problem.code)}`, `  ${told(io, problem.message)}`];
  });
}
