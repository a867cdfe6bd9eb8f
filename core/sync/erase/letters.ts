import { isObject, type JsonObject, parseJson } from '../../model/json.ts';
import { type QueueName, queueJson } from '../../ports/queue.ts';
import type { World } from '../world.ts';
import { mentions, type Needles } from './mentions.ts';

const queueNames: readonly QueueName[] = ['inbound', 'outbound', 'receivables', 'reactions', 'jobs'];

/** Letters looked through per queue. */
const lettersMax = 1_000;

/** Takes the person out of the dead letters: what else a message carries is sent again, which is safe at any age. Resolves to how many were changed. */
export async function cleanLetters(world: World, needles: Needles): Promise<number> {
  let cleaned = 0;
  for (const name of queueNames) {
    const letters = world.deadLetters?.(name);
    for (const letter of (await letters?.list(lettersMax)) ?? []) {
      const body = bodyOf(letter.body);
      if (mentions(rowOf({ ...body, refs: refsOf(body) }), needles) === undefined) continue;
      const left = without(body, needles);
      if (left !== undefined) {
        const refused = await world.queue(name).send([{ body: queueJson(left), group: letter.group }]);
        if (refused.length > 0) continue; // the next pass over the letters tries again
      }
      await letters?.remove(letter.messageId);
      cleaned += 1;
    }
  }
  return cleaned;
}

const rowOf = (body: JsonObject) => ({ pk: '', sk: '', body });

function bodyOf(text: string): JsonObject {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : { text };
  } catch {
    return { text }; // a poisoned body is a reason to be here
  }
}

/** Names of the records that a message is about: it tells their parts. */
function refsOf({ connection, stream, sightings }: JsonObject): string[] {
  return Array.isArray(sightings) ? sightings.map((sighting) => `${String(connection)}/${String(stream)}/${String((sighting as JsonObject)['id'])}`) : [];
}

/** The message without what is about the person; undefined when nothing is left that anybody waits for: a pass is counted only when all its packs have come to an end. */
function without(body: JsonObject, needles: Needles): JsonObject | undefined {
  const { sightings, entities, pass, erased = 0 } = body;
  if (Array.isArray(sightings)) {
    const refs = refsOf(body);
    const left = sightings.filter((sighting, at) => mentions(rowOf({ ref: refs[at] ?? '', sighting }), needles) === undefined);
    if (pass !== undefined) return { ...body, sightings: left, erased: Number(erased) + sightings.length - left.length };
    return left.length === 0 ? undefined : { ...body, sightings: left };
  }
  if (Array.isArray(entities)) {
    const left = entities.filter((id) => mentions(rowOf({ id }), needles) === undefined);
    return left.length === 0 ? undefined : { ...body, entities: left };
  }
  return undefined;
}
