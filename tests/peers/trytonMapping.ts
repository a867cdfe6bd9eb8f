import { readFileSync } from 'node:fs';
import type { StreamMapping } from '../../core/ports/mapping.ts';
import { compileMapping } from '../../mappings/engine/compile.ts';

/** The mapping document of a Tryton stream, compiled as a German workspace would. */
export function trytonMapping(stream: string): StreamMapping {
  const file = new URL(`../../mappings/tryton/${stream}.yaml`, import.meta.url);
  const compiled = compileMapping({ text: readFileSync(file, 'utf8'), file: `${stream}.yaml`, country: 'DE' });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value;
}
