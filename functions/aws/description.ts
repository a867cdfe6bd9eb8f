import { readFile } from 'node:fs/promises';

/** The OpenAPI description that lies beside the bundle: made when it was bundled, so that a function needs nothing to make it. */
export async function publishedDescription(): Promise<object> {
  return JSON.parse(await readFile(new URL('./openapi.json', import.meta.url), 'utf8')) as object;
}
