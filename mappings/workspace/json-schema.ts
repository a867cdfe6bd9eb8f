import * as z from 'zod';
import { workspaceSchema } from './schema.ts';

/** The JSON Schema of `syncline.yaml` as published in `mappings/workspace.schema.json`, for editors. */
export function workspaceJsonSchema(): string {
  const schema = z.toJSONSchema(workspaceSchema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  const head = { $schema: 'http://json-schema.org/draft-07/schema#', title: 'Syncline workspace', description: 'Connections, streams, routes and policies of one workspace.' };
  return `${JSON.stringify({ ...schema, ...head }, null, 2)}\n`;
}
