import { SynclineError } from '../../core/model/error.ts';
import { issueSentence } from '../../mappings/document/issues.ts';
import { bearer } from './auth.ts';
import { safeBody } from './body.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem, type Problem } from './problem.ts';
import { type Api, createRouter } from './router.ts';
import { addAudits } from './routes/audits.ts';
import { addDecisions } from './routes/decisions.ts';
import { addErasures } from './routes/erasures.ts';
import { addExport } from './routes/export.ts';
import { addFailures } from './routes/failures.ts';
import { addFlow } from './routes/flow.ts';
import { addHealth } from './routes/health.ts';
import { addHooks } from './routes/hooks.ts';
import { addModels } from './routes/models.ts';
import { addQuality } from './routes/quality.ts';
import { addReResolution } from './routes/re-resolve.ts';
import { addReceivables } from './routes/receivables.ts';
import { addReceivablesDecisions } from './routes/receivables-decisions.ts';
import { addReceivablesFiles } from './routes/receivables-files.ts';
import { addRecords } from './routes/records.ts';
import { addReviews } from './routes/reviews.ts';
import { addSecrets } from './routes/secrets.ts';
import { addStatus } from './routes/status.ts';
import { addSyncs } from './routes/syncs.ts';
import { addTokens } from './routes/tokens.ts';
import { addWhy } from './routes/why.ts';

/** The API over one set of workspaces. It has no state: Lambda, the embedded server and a single command of the CLI make it alike. */
export function createApi(deps: ApiDeps): Api {
  const app = createRouter((error, c) => {
    const issue = error.issues[0];
    const path = issue?.path.map(String) ?? [];
    const problem: Problem = { code: 'REQUEST_INVALID', message: issueSentence(issue, path), where: { field: path.join('.') } };
    return c.json(problem, 400);
  });
  app.use(async (c, next) => {
    c.set('deps', deps);
    await next();
    c.header('cache-control', 'no-store');
    c.header('x-content-type-options', 'nosniff');
  });
  addHealth(app);
  addHooks(app);
  app.use(bearer, safeBody);
  for (const add of [
    addStatus,
    addRecords,
    addWhy,
    addDecisions,
    addReviews,
    addModels,
    addReResolution,
    addQuality,
    addFailures,
    addFlow,
    addSyncs,
    addAudits,
    addErasures,
    addTokens,
    addSecrets,
    addExport,
    addReceivables,
    addReceivablesFiles,
    addReceivablesDecisions,
  ])
    add(app);
  app.get('/openapi.json', async (c) => c.json(await deps.description(app)));
  app.notFound((c) => c.json(nothing, 404));
  app.onError((error, c) => {
    if (error instanceof ApiProblem) {
      if (error.status === 401) c.header('www-authenticate', 'Bearer');
      return c.json(error.body, error.status);
    }
    if (error instanceof SynclineError && error.code === 'CURSOR_UNKNOWN')
      return c.json({ code: error.code, message: error.safeMessage, where: error.where } satisfies Problem, 400);
    deps.log('api.error', error);
    if (error instanceof SynclineError && error.retryable) return c.json({ code: error.code, message: error.safeMessage, where: error.where } satisfies Problem, 503);
    return c.json(fault, 500);
  });
  return app;
}

const nothing: Problem = { code: 'NOT_FOUND', message: { en: 'There is no such thing in this workspace.', zh: '此工作区中没有该对象。' }, where: {} };
const fault: Problem = { code: 'SERVER_FAULT', message: { en: 'The server failed. Its log says more.', zh: '服务器出错，详情见其日志。' }, where: {} };
