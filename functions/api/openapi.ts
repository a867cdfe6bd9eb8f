import type { Api } from './app.ts';

/** The description of every path, made from the schemas that check requests and type answers. */
export function openApiDocument(app: Api, version: string) {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Syncline',
      version,
      description: 'Everything that the command line does, over HTTP. Times are ISO 8601 in UTC, amounts plain decimals.',
      license: { name: 'Apache-2.0' },
    },
    security: [{ bearer: [] }],
  });
}

/** Adds `/openapi.json`. */
export function describe(app: Api): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer', description: 'syncline token add <name> --role <role>' });
  app.get('/openapi.json', (c) => c.json(openApiDocument(app, c.var.deps.version)));
}
