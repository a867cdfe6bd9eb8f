import type { Sentence } from '../../../core/model/error.ts';
import type { Json, JsonObject } from '../../../core/model/json.ts';
import { err, ok, type Result } from '../../../core/model/result.ts';
import { Refusal } from '../refusal.ts';
import { cel, environment, fuelMax, ranDry, refuel } from './fuel.ts';
import { harden, nodesOf } from './harden.ts';
import { jsonOf } from './json-of.ts';

/** A compiled expression. Never throws: what goes wrong is a refusal. */
export type Expression = (variables: { readonly record?: JsonObject; readonly value?: Json }) => Json | Refusal;

const overBudget = new Refusal('MAPPING_BUDGET', `the expression took more than ${fuelMax} steps`, `表达式执行超过 ${fuelMax} 步`);

/** Which of the two variables an expression may use. */
export type Variable = 'record' | 'value';

function explain(cause: unknown): string {
  const { ParseError, TypeError: CelTypeError, EvaluationError } = cel();
  if (cause instanceof ParseError || cause instanceof CelTypeError || cause instanceof EvaluationError) return cause.summary;
  return cause instanceof Error ? cause.message : String(cause);
}

function complain(cause: unknown): Result<never, Sentence> {
  const reason = explain(cause);
  return err({ en: `the CEL expression is wrong: ${reason}`, zh: `CEL 表达式有误：${reason}` });
}

/** True when the expression names the variable. */
function uses(text: string, variable: Variable): boolean {
  return [...nodesOf(environment().parse(text).ast)].some((node) => node.op === 'id' && node.args === variable);
}

/** Parses, checks and hardens an expression that may use one of the variables. */
export function compileCel(text: string, variable: Variable, yields?: 'bool'): Result<Expression, Sentence> {
  const other = variable === 'record' ? 'value' : 'record';
  try {
    const hard = harden(text);
    if (!hard.ok) return hard;
    if (uses(text, other)) return err({ en: `here the expression sees \`${variable}\`, not \`${other}\``, zh: `此处表达式可用 \`${variable}\`，不可用 \`${other}\`` });
    const parsed = environment().parse(hard.value);
    const checked = parsed.check();
    if (!checked.valid) return complain(checked.error);
    if (yields === 'bool' && checked.type !== 'bool' && checked.type !== 'dyn')
      return err({ en: `the expression must yield true or false, it yields ${checked.type}`, zh: `表达式应得出 true 或 false，实际为 ${checked.type}` });
    return ok((variables) => run(parsed, variables));
  } catch (cause) {
    return complain(cause);
  }
}

function run(parsed: (context: Record<string, unknown>) => unknown, variables: { readonly record?: JsonObject; readonly value?: Json }): Json | Refusal {
  refuel();
  try {
    return jsonOf(parsed({ record: variables.record ?? {}, value: variables.value ?? null }));
  } catch (cause) {
    if (ranDry()) return overBudget;
    const reason = explain(cause);
    return new Refusal('cel.error', `the CEL expression failed: ${reason}`, `CEL 表达式执行失败：${reason}`);
  }
}
