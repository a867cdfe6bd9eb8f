import { writeFileSync } from 'node:fs';
import { mappingSchema } from './schema.ts';

// Run after the shape of documents changed: node mappings/engine/publish.ts && biome check --write mappings/mapping.schema.json
writeFileSync(new URL('../mapping.schema.json', import.meta.url), `${JSON.stringify(mappingSchema(), null, 2)}\n`);
