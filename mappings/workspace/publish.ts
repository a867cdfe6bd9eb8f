import { writeFileSync } from 'node:fs';
import { workspaceJsonSchema } from './json-schema.ts';

// Writes the JSON Schema that editors complete syncline.yaml with: `node mappings/workspace/publish.ts`.
writeFileSync(new URL('../workspace.schema.json', import.meta.url), workspaceJsonSchema());
