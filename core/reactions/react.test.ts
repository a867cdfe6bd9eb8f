import { describe, expect, test } from 'vitest';
import type { Ports } from '../../adapters/ports.ts';
import { calm, type FaultMix, swarm } from '../../adapters/simulated/faults.ts';
import { Random } from '../../adapters/simulated/random.ts';
import { createSimulation, type Simulation } from '../../adapters/simulated/simulation.ts';
import { workspace } from '../model/ids.ts';
import { minuteMs } from '../model/time.ts';
import type { FactPack } from '../ports/bus.ts';
import { HttpError } from '../ports/world.ts';
import { alertDefaults } from './alert.ts';
import { type AlertFact, causeOf } from './fact.ts';
import type { SendMail } from './post.ts';
import { type Reactions, react, reactTo, subjectsOf, survey } from './react.ts';
import { wordingOf } from './render.ts';

const ws = workspace('main');
const paused = (route: string, raised = true): AlertFact => ({ about: 'route', route, raised, level: raised ? 1 : 0, reason: { en: 'Brake.', zh: '刹车。' } });
const packOf = (route: string): FactPack => ({ workspace: ws, type: 'route', kind: 'paused', facts: [{ route, by: 'system' }] });

interface Arrived {
  readonly key: string;
  readonly subject: string;
  readonly text: string;
}

/** A workspace whose truth the test sets, and a mail server at the end of a line that may break. */
function scene(seed: number, mix: FaultMix) {
  const world: Simulation = createSimulation({ seed, mix });
  const truth = new Map<string, AlertFact>();
  const arrived: Arrived[] = [];
  const answers: number[] = [];
  world.vendor('mail.example', (request) => {
    const status = answers.shift() ?? 200;
    if (status === 200) arrived.push(JSON.parse(String(request.body)) as Arrived);
    return { status, headers: {}, body: new Uint8Array() };
  });
  const deps = (ports: Ports): Reactions => ({
    table: ports.tables.in(ws),
    config: { ...alertDefaults, workspace: 'main', to: ['ops@example.com'] },
    now: () => ports.clock.now(),
    writeId: () => ports.ids.fresh('w'),
    look: async (subjects) =>
      subjects === 'everything' ? [...truth.values()] : subjects.flatMap((s) => (s.about === 'route' ? [truth.get(`route:${s.route}`) ?? paused(s.route, false)] : [])),
    send: sendTo(ports),
  });
  return { world, truth, arrived, answers, deps };
}

function sendTo(ports: Ports): SendMail {
  const fault = (kind: 'transient' | 'invalid' | 'unknown', code: string) => ({ kind, code, message: { en: code, zh: code } });
  return async (mail) => {
    try {
      const { status } = await ports.http.request({ method: 'POST', url: 'https://mail.example/', body: JSON.stringify(mail), timeoutMs: 30_000 });
      if (status === 200) return { state: 'sent' };
      return { state: 'refused', fault: fault(status === 450 ? 'transient' : 'invalid', `smtp.${status}`) };
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      return error.sent ? { state: 'unsure', fault: fault('unknown', 'smtp.answer-lost') } : { state: 'refused', fault: fault('transient', 'smtp.away') };
    }
  };
}

describe('a fact of the bus', () => {
  test('is only a hint: what is told is how things stand now', async () => {
    const { world, truth, arrived, deps } = scene(1, calm);
    await world.drive((ports) => react(deps(ports), [packOf('crm')])); // it was paused, and is live again
    expect(arrived).toEqual([]);
    truth.set('route:crm', paused('crm'));
    await world.drive((ports) => react(deps(ports), [packOf('crm'), packOf('crm')]));
    await world.drive((ports) => react(deps(ports), [packOf('crm')]));
    expect(arrived.map((m) => m.subject)).toEqual(['[syncline main] Route crm is paused · 路由 crm 已暂停']);
  });

  test('about records costs no read at all', async () => {
    const { world, deps } = scene(1, calm);
    await world.drive((ports) => react(deps(ports), [{ workspace: ws, type: 'organization', kind: 'changed', facts: [{ id: 'o_1' }] }]));
    expect(world.meter.report()).toMatchObject({ read: 0, write: 0 });
  });

  test('that is malformed points at nothing', () => {
    expect(subjectsOf([{ workspace: ws, type: 'route', kind: 'paused', facts: [{ route: 7 }, {}] }])).toEqual([]);
  });

  test('comes back from the queue when it cannot be read, and only it', async () => {
    const { world, deps } = scene(1, calm);
    const record = (messageId: string, body: string) => ({
      messageId,
      receiptHandle: '',
      body,
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: '0' },
      eventSourceARN: '',
    });
    const answer = await world.drive((ports) =>
      reactTo((name) => (name === 'main' ? deps(ports) : undefined), { Records: [record('bad', '{'), record('good', JSON.stringify(packOf('crm')))] }),
    );
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'bad' }]);
  });
});

describe('a survey', () => {
  test('ends alerts whose cause is gone, without a fact that says so', async () => {
    const { world, truth, arrived, deps } = scene(1, calm);
    truth.set('route:crm', paused('crm'));
    await world.drive((ports) => survey(deps(ports)));
    truth.clear();
    await world.drive((ports) => survey(deps(ports)));
    expect(arrived.map((m) => m.subject)).toEqual(['[syncline main] Route crm is paused · 路由 crm 已暂停', '[syncline main] 0 open, 1 over · 0 项未解决，1 项已恢复']);
  });

  test('sends a mail that was certainly not taken again, later; one that is refused for good is told in the digest', async () => {
    const { world, truth, arrived, answers, deps } = scene(1, calm);
    answers.push(450, 554);
    truth.set('route:a', paused('a'));
    await world.drive((ports) => survey(deps(ports)));
    truth.set('route:b', paused('b'));
    await world.drive((ports) => survey(deps(ports)));
    for (let i = 0; i < 3; i += 1) {
      await world.run(world.now() + 5 * minuteMs);
      await world.drive((ports) => survey(deps(ports)));
    }
    expect(arrived.map((m) => m.subject).sort()).toEqual(['[syncline main] 0 open, 0 over · 0 项未解决，0 项已恢复', '[syncline main] Route a is paused · 路由 a 已暂停']);
    expect(arrived.find((m) => m.key.startsWith('digest'))?.text).toContain('was refused (smtp.554): [syncline main] Route b is paused');
  });
});

describe('workers that decide at the same moment', () => {
  test('tell one cause once', async () => {
    const { world, truth, arrived, deps } = scene(1, calm);
    truth.set('route:crm', paused('crm'));
    for (let i = 0; i < 6; i += 1) world.at(1_000, () => void world.spawn('react', (ports) => react(deps(ports), [packOf('crm')])));
    await world.run(world.now() + minuteMs);
    expect(arrived).toHaveLength(1);
  });

  test('share the ten places of the hour', async () => {
    const { world, truth, arrived, deps } = scene(1, calm);
    for (let i = 0; i < 18; i += 1) {
      truth.set(`route:r${i}`, paused(`r${i}`));
      world.at(1_000, () => void world.spawn('react', (ports) => react(deps(ports), [packOf(`r${i}`)])));
    }
    await world.run(world.now() + minuteMs);
    expect(arrived).toHaveLength(10);
  });
});

/** Causes whose title stands in a mail that arrived, or whose mail a digest that arrived says to be in doubt. */
function heardOf(arrived: readonly Arrived[]): (fact: AlertFact) => boolean {
  const all = arrived.map((m) => m.text).join('\n');
  return (fact) => all.includes(wordingOf(fact).title.en);
}

describe.each(Array.from({ length: 40 }, (_, seed) => seed))('seed %i: crashes, lost answers, duplicates and throttles at every call', (seed) => {
  test('no mail arrives twice, and after the faults nobody has missed an alert', async () => {
    const { world, truth, arrived, deps } = scene(seed, swarm(new Random(seed, 'mix')));
    const chance = new Random(seed, 'workload');
    const raisedOnce = new Map<string, AlertFact>();
    world.consume('reactions', (ports) => (event) => reactTo(() => deps(ports), event));
    world.every(5 * minuteMs, 'survey', (ports) => survey(deps(ports)));
    for (let i = 0; i < 25; i += 1) {
      world.at(chance.int(0, 170) * minuteMs, () => {
        const fact = paused(`r${chance.int(0, 14)}`, chance.chance(0.7));
        truth.set(causeOf(fact), fact);
        void world.spawn('publish', async (ports) => void (await ports.bus.publish([packOf((fact as { route: string }).route)])));
      });
    }
    await world.run(world.now() + 180 * minuteMs);
    world.heal();
    for (const [cause, fact] of truth) if (fact.raised) raisedOnce.set(cause, fact);
    await world.run(world.now() + 240 * minuteMs);
    const keys = arrived.map((m) => m.key);
    if (new Set(keys).size !== keys.length) throw world.failure(`a mail arrived twice: ${keys.sort().join(' ')}`);
    for (const fact of raisedOnce.values()) if (!heardOf(arrived)(fact)) throw world.failure(`nobody heard of ${causeOf(fact)}`);
    expect(raisedOnce.size).toBeGreaterThan(0);
  });
});
