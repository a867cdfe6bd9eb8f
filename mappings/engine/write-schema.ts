import { writeFileSync } from 'node:fs';
import { mappingSchemaText } from './schema.ts';

// Run after the shape of documents changed: node mappings/engine/write-schema.ts
writeFileSync(new URL('../mapping.schema.json', import.meta.url), mappingSchemaText());
