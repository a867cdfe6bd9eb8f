import type { Json, JsonObject } from '../../core/model/json.ts';
import type { MappedField, Raw } from '../../core/ports/mapping.ts';
import { isBlank } from './blank.ts';
import type { CompiledField } from './compiled-field.ts';
import { equalityOf } from './equality.ts';
import type { Complain, FieldPlan } from './field-plan.ts';
import { listStepOf, type Path } from './path.ts';
import type { ElementRule } from './path-write.ts';
import { Refusal } from './refusal.ts';
import { scalarField } from './scalar-field.ts';
import { setField } from './set-field.ts';
import { columnPlace, listPlace, type SetPlace, splitterOf } from './set-place.ts';
import { coalesceSource, expressionSource, partsSource, pathSource } from './source.ts';

/** The list elements that a path goes through, as a key to count who else does; undefined without a list. */
export function elementsKeyOf(path: Path): string | undefined {
  const at = path.steps.findIndex((step) => step.by !== 'key');
  return at < 0 ? undefined : JSON.stringify(path.steps.slice(0, at + 1));
}

function infoOf(plan: FieldPlan): MappedField {
  const { long } = plan;
  const stream = typeof long.reference === 'object' ? long.reference.stream : long.reference;
  return {
    name: plan.name,
    set: plan.def.set === true,
    direction: plan.direction,
    clears: long.clears ?? 'assert',
    ...(stream === undefined ? {} : { reference: { stream } }),
    paths: plan.direction === 'in' ? [] : plan.paths.map((path) => path.text),
  };
}

function placesOf(plan: FieldPlan, rule: ElementRule): readonly SetPlace[] {
  const separators = plan.long.split === undefined ? undefined : typeof plan.long.split === 'string' ? [plan.long.split] : plan.long.split;
  const splitter = separators === undefined ? undefined : splitterOf(separators);
  return plan.paths.map((path) => (listStepOf(path) < 0 ? columnPlace(path, splitter, rule) : listPlace(path, rule.extra)));
}

function elementsOf(plan: FieldPlan, places: readonly SetPlace[]): (record: JsonObject) => readonly (Json | undefined)[] | Refusal {
  const { expression } = plan;
  const only = places[0];
  if (expression !== undefined) {
    return (record) => {
      const value = expression({ record });
      if (value instanceof Refusal) return value;
      return Array.isArray(value) ? (value as readonly Json[]) : [value];
    };
  }
  return only !== undefined && places.length === 1 ? only.read : (record) => places.flatMap((place) => [...place.read(record)]);
}

/** The vendor form that stands for an empty cell, found by writing the canonical default and reading it back. */
function standInOf(plan: FieldPlan, complain: Complain): Raw {
  const canon = plan.long.default as Json | undefined;
  if (isBlank(canon)) return null;
  const written = plan.chain.out === undefined ? canon : plan.chain.out(canon);
  const back = written instanceof Refusal ? written : plan.chain.in(written);
  if (written instanceof Refusal || back instanceof Refusal || back === null) {
    complain('default', 'MAPPING_DEFAULT', { en: 'the default is no canonical value of this field', zh: '默认值不是该字段的规范值' });
    return null;
  }
  return written;
}

/** Compiles a checked field. `users` counts, per list element key, the fields that are written through it. */
export function compileField(plan: FieldPlan, users: ReadonlyMap<string, number>, complain: Complain): CompiledField {
  const info = infoOf(plan);
  const extra = (plan.long.new ?? {}) as JsonObject;
  const ruleFor = (path: Path | undefined): ElementRule => {
    const key = path === undefined ? undefined : elementsKeyOf(path);
    return { extra, removeWhenCleared: key !== undefined && path?.steps.some((step) => step.by === 'select') === true && users.get(key) === 1 };
  };
  const rule = ruleFor(plan.paths[0]);
  if (plan.def.set === true) {
    const places = placesOf(plan, rule);
    return setField({ info, elements: elementsOf(plan, places), places, chain: plan.chain });
  }
  const equal = equalityOf(plan.long.equal ?? 'canonical', plan.chain.in, plan.around);
  const source =
    plan.expression !== undefined
      ? expressionSource(plan.expression)
      : plan.long.coalesce !== undefined
        ? coalesceSource(plan.paths, rule)
        : plan.paths.length > 1
          ? partsSource(plan.paths, rule)
          : pathSource(plan.paths[0] as Path, rule);
  return scalarField({ info, source, chain: plan.chain, equal, standIn: standInOf(plan, complain) });
}
