import * as z from 'zod';
import { canonicalTypes } from '../../core/model/types.ts';
import { documentShape } from './document.ts';

interface SchemaObject {
  [key: string]: unknown;
}

/** The JSON Schema of mapping documents for editors: the shape, and per canonical type the names of its fields. */
export function mappingSchema(): SchemaObject {
  const schema = z.toJSONSchema(documentShape, { reused: 'ref', unrepresentable: 'any' }) as SchemaObject;
  const fieldRef = { $ref: '#/$defs/field' };
  const byType = [...canonicalTypes.values()].map((type) => ({
    if: { properties: { type: { const: type.name } }, required: ['type'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: {
      properties: {
        fields: {
          properties: Object.fromEntries(
            Object.entries(type.fields).map(([name, def]) => [name, { ...fieldRef, description: `${def.about} (${def.set ? 'set of ' : ''}${def.kind})` }]),
          ),
          additionalProperties: false,
        },
      },
    },
  }));
  return { ...schema, title: 'Syncline mapping document', allOf: byType };
}
