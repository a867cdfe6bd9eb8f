import type { Sentence } from '../../core/model/error.ts';
import type { FieldDef } from '../../core/model/types.ts';
import { compileCel, type Expression } from './cel/expression.ts';
import type { Chain, NamedStep } from './chain.ts';
import { compileChain } from './chain.ts';
import type { Complaint } from './check/problem.ts';
import type { FieldDocument, TransformUse } from './document.ts';
import { type Path, parsePath } from './path.ts';
import type { Surroundings } from './transform.ts';

/** A field of a document with everything in it parsed. */
export interface FieldPlan {
  readonly name: string;
  readonly def: FieldDef;
  readonly long: FieldDocument;
  readonly direction: 'in' | 'out' | 'both';
  readonly paths: readonly Path[];
  /** Over the record; only without paths. */
  readonly expression: Expression | undefined;
  readonly chain: Chain;
  readonly around: Surroundings;
}

/** Collects complaints of one field. */
export type Complain = (key: string | undefined, code: string, message: Sentence) => void;

/** A `Complain` that files under `fields.<name>`. */
export function complainer(name: string, into: Complaint[]): Complain {
  return (key, code, message) => {
    into.push({ path: key === undefined ? ['fields', name] : ['fields', name, ...key.split('.')], code, message });
  };
}

function pathTexts(long: FieldDocument): readonly string[] {
  if (long.coalesce !== undefined) return long.coalesce;
  return long.path === undefined ? [] : typeof long.path === 'string' ? [long.path] : long.path;
}

function parsedPaths(long: FieldDocument, complain: Complain): readonly Path[] {
  return pathTexts(long).flatMap((text) => {
    const path = parsePath(text);
    if (path.ok) return [path.value];
    complain(long.coalesce === undefined ? 'path' : 'coalesce', 'MAPPING_PATH', path.error);
    return [];
  });
}

/** The step that a CEL expression with a path is: `value` in, `value` out. */
function expressionStep(long: FieldDocument, complain: Complain): readonly NamedStep[] {
  if (long.cel === undefined) return [];
  const inwards = compileCel(long.cel, 'value');
  if (!inwards.ok) complain('cel', 'MAPPING_CEL', inwards.error);
  const outwards = long.celOut === undefined ? undefined : compileCel(long.celOut, 'value');
  if (outwards !== undefined && !outwards.ok) complain('celOut', 'MAPPING_CEL', outwards.error);
  if (!inwards.ok) return [];
  const step: NamedStep = { name: 'cel', in: (value) => inwards.value({ value }) };
  return [outwards?.ok ? { ...step, out: (value) => outwards.value({ value }) } : step];
}

function usesOf(long: FieldDocument): readonly TransformUse[] {
  const uses: readonly TransformUse[] = long.as === undefined ? [] : Array.isArray(long.as) ? long.as : [long.as as TransformUse];
  const numeric = typeof long.reference === 'object' && long.reference.numeric === true;
  return numeric ? [...uses, { recordId: 'numeric' }] : uses;
}

/** Parses one field: its paths, expressions and transforms. Undefined when something in it is wrong; the complaints say what. */
export function planField(name: string, def: FieldDef, long: FieldDocument, defaults: Surroundings, complain: Complain): FieldPlan | undefined {
  let sound = true;
  const note: Complain = (key, code, message) => {
    sound = false;
    complain(key, code, message);
  };
  const paths = parsedPaths(long, note);
  const overRecord = long.cel !== undefined && pathTexts(long).length === 0;
  const expression = overRecord ? compileCel(long.cel as string, 'record') : undefined;
  if (expression !== undefined && !expression.ok) note('cel', 'MAPPING_CEL', expression.error);
  const parts = def.set === true || long.coalesce !== undefined ? 1 : Math.max(1, paths.length);
  const around: Surroundings = { ...defaults, parts, values: def.values };
  const chain = compileChain(usesOf(long), def.kind, around, overRecord ? [] : expressionStep(long, note));
  if (!chain.ok) note('as', 'MAPPING_TRANSFORM', chain.error);
  if (!sound || !chain.ok) return undefined;
  return {
    name,
    def,
    long,
    direction: long.direction ?? (overRecord ? 'in' : 'both'),
    paths,
    expression: expression?.ok ? expression.value : undefined,
    chain: chain.value,
    around,
  };
}
