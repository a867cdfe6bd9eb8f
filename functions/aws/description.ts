import { readFile } from 'node:fs/promises';
import { brotliDecompressSync } from 'node:zlib';

/** The OpenAPI description that lies beside the bundle, compressed: made when it was bundled, so that a function needs nothing to make it. */
export async function publishedDescription(): Promise<object> {
  const packed = await readFile(new URL('./openapi.json.br', import.meta.url));
  return JSON.parse(brotliDecompressSync(packed).toString('utf8')) as object;
}
