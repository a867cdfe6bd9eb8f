import { type JsonObject, parseJson } from '../model/json.ts';
import type { FactPack } from '../ports/bus.ts';
import type { BatchResponse, QueueEvent } from '../ports/queue.ts';
import type { AlertMail } from './alert.ts';
import { type AlertStore, applyDigest, applyFacts } from './apply.ts';
import { type AlertFact, type AlertSubject, causeOf } from './fact.ts';
import { postMails, type SendMail } from './post.ts';
import { alertOf, listed, todoKey } from './rows.ts';

/** What alerts need of the world. */
export interface Reactions extends AlertStore {
  /** How the subjects stand now; `everything` leaves nothing out that could be raised. */
  look(subjects: readonly AlertSubject[] | 'everything'): Promise<readonly AlertFact[]>;
  readonly send: SendMail;
}

/** Tells people about what facts of the bus point at. A pack is only a hint: how things stand is looked up, so order and repeats of packs do not matter. Packs about records cost nothing. */
export async function react(deps: Reactions, packs: readonly FactPack[]): Promise<void> {
  const subjects = subjectsOf(packs);
  if (subjects.length === 0) return;
  await postMails(deps, deps.send, await applyFacts(deps, await deps.look(subjects)));
}

/** {@link react} for what a queue hands over: each message carries one pack. A workspace that is not configured any more has nothing to tell; a message that is no pack comes back and ends among the dead letters. */
export async function reactTo(depsOf: (workspace: string) => Reactions | undefined, event: QueueEvent): Promise<BatchResponse> {
  const failed: string[] = [];
  await Promise.all(
    event.Records.map(async (record) => {
      try {
        const pack = parseJson(record.body) as unknown as FactPack;
        const deps = depsOf(pack.workspace);
        if (deps !== undefined) await react(deps, [pack]);
      } catch {
        failed.push(record.messageId);
      }
    }),
  );
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Open alerts looked at in one survey. */
const openAlertsMax = 1_000;

/** Looks at everything, ends alerts whose cause is gone, sends what waits and the digest that is due. Called every few minutes: it heals whatever facts were lost. */
export async function survey(deps: Reactions): Promise<void> {
  const facts = await deps.look('everything');
  const seen = new Set(facts.map(causeOf));
  const open = (await Promise.all((['it', 'ops'] as const).map((role) => listed(deps.table, todoKey(role, 'open'), openAlertsMax)))).flat().map(alertOf);
  const gone = open.filter((a) => a.state === 'open' && !seen.has(a.cause)).map((a): AlertFact => ({ ...a.fact, raised: false, level: 0 }));
  const mails: AlertMail[] = await applyFacts(deps, [...facts, ...gone]);
  await postMails(deps, deps.send, mails);
  const digest = await applyDigest(deps);
  if (digest.length > 0) await postMails(deps, deps.send, digest);
}

/** What the packs point at, each once. */
export function subjectsOf(packs: readonly FactPack[]): AlertSubject[] {
  const subjects = new Map<string, AlertSubject>();
  for (const pack of packs) {
    for (const fact of pack.facts) {
      const subject = subjectOf(pack.type, fact);
      if (subject !== undefined) subjects.set(JSON.stringify(subject), subject);
    }
  }
  return [...subjects.values()];
}

function subjectOf(type: string, { route, connection, stream }: JsonObject): AlertSubject | undefined {
  if (type === 'route' && typeof route === 'string') return { about: 'route', route };
  if (type === 'connection' && typeof connection === 'string') return { about: 'connection', connection };
  if (type === 'stream' && typeof connection === 'string' && typeof stream === 'string') return { about: 'stream', connection, stream };
  return undefined;
}
