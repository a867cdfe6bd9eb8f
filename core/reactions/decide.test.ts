import { describe, expect, test } from 'vitest';
import { minuteMs } from '../model/time.ts';
import { type Alert, type AlertConfig, type AlertMail, alertDefaults, type MailLedger } from './alert.ts';
import { type AlertPlan, decideAlerts, decideDigest, digestLinesMax } from './decide.ts';
import { type AlertFact, causeOf } from './fact.ts';

const config: AlertConfig = { ...alertDefaults, workspace: 'main', to: ['ops@example.com'] };
const empty: MailLedger = { sentAt: [], digestAt: 0 };
const start = Date.UTC(2026, 5, 1, 8);
const sentence = { en: 'Because.', zh: '原因。' };

const paused = (route: string, raised = true): AlertFact => ({ about: 'route', route, raised, level: raised ? 1 : 0, reason: sentence });
const failing = (level: number): AlertFact => ({ about: 'failure', connection: 'crm', failure: 'read.date', raised: level > 0, level, reason: sentence });
const down = (since: number, fault: 'transient' | 'auth' = 'transient'): AlertFact => ({
  about: 'connection',
  connection: 'erp',
  raised: true,
  level: 1,
  fault,
  since,
  reason: sentence,
});

/** Decides step by step and keeps what was planned, as the table would. */
function board(more: Partial<AlertConfig> = {}) {
  const alerts = new Map<string, Alert>();
  const mails: AlertMail[] = [];
  let ledger = empty;
  const keep = (plan: AlertPlan | undefined): AlertMail[] => {
    for (const a of plan?.alerts ?? []) alerts.set(a.cause, a);
    ledger = plan?.ledger ?? ledger;
    mails.push(...(plan?.mails ?? []));
    return [...(plan?.mails ?? [])];
  };
  return {
    alerts,
    facts: (at: number, ...facts: AlertFact[]) => keep(decideAlerts(facts, alerts, ledger, { ...config, ...more }, start + at)),
    digest: (at: number, doubtful: AlertMail[] = []) => keep(decideDigest([...alerts.values()], doubtful, ledger, { ...config, ...more }, start + at)),
  };
}

describe('an alert', () => {
  test('is told once and not again while its cause lasts', () => {
    const { facts, alerts } = board();
    expect(facts(0, paused('crm')).map((m) => m.subject)).toEqual(['[syncline main] Route crm is paused · 路由 crm 已暂停']);
    expect(facts(minuteMs, paused('crm'))).toEqual([]);
    expect(alerts.get('route:crm')).toMatchObject({ state: 'open', openedAt: start, told: 1, untold: false });
  });

  test('plans nothing for a fact that changes nothing', () => {
    const { facts, alerts } = board();
    facts(0, paused('crm'));
    expect(decideAlerts([paused('crm'), paused('other', false)], alerts, empty, config, start + 5)).toEqual({ alerts: [], mails: [] });
  });

  test('says in both languages what, why and what to do', () => {
    const [mail] = board().facts(0, failing(3));
    expect(mail?.text).toBe(
      '3 records of crm fail: read.date\nBecause.\nSee them: syncline failures --connection crm --cause read.date\n\ncrm 有 3 条记录失败：read.date\n原因。\n查看：syncline failures --connection crm --cause read.date\n',
    );
  });

  test('that is over and comes back soon is the same one and no mail; later it is a new one', () => {
    const { facts, alerts } = board();
    facts(0, paused('crm'));
    facts(minuteMs, paused('crm', false));
    expect(facts(2 * minuteMs, paused('crm'))).toEqual([]);
    expect(alerts.get('route:crm')).toMatchObject({ state: 'open', returns: 1, untold: true });
    facts(3 * minuteMs, paused('crm', false));
    expect(facts(60 * minuteMs, paused('crm'))).toHaveLength(1);
    expect(alerts.get('route:crm')).toMatchObject({ returns: 0, openedAt: start + 60 * minuteMs });
  });

  test('about failures is told again when they have grown fivefold, not with each one', () => {
    const { facts } = board();
    const told = [1, 2, 4, 5, 6, 24, 25, 100].map((n, i) => facts(i * minuteMs, failing(n)).length);
    expect(told).toEqual([1, 0, 0, 1, 0, 0, 1, 0]);
  });

  test('about an outage waits a quarter of an hour; about a refused login it does not', () => {
    const { facts } = board();
    expect(facts(14 * minuteMs, down(start))).toEqual([]);
    expect(facts(15 * minuteMs, down(start))).toHaveLength(1);
    expect(board().facts(0, down(start, 'auth'))).toHaveLength(1);
  });

  test('is kept without a mail when nobody is to be told', () => {
    const { facts, alerts } = board({ to: [] });
    expect(facts(0, paused('crm'))).toEqual([]);
    expect(alerts.size).toBe(1);
  });

  test('never puts a line break into a subject', () => {
    const [mail] = board().facts(0, paused('crm\r\nBcc: all@example.com'));
    expect(mail?.subject).not.toMatch(/[\r\n]/);
  });
});

describe('the hour', () => {
  const routes = (n: number) => Array.from({ length: n }, (_, i) => paused(`r${i}`));

  test('has ten places; what gets none is a line of the digest', () => {
    const { facts, digest, alerts } = board();
    expect(facts(0, ...routes(14))).toHaveLength(10);
    const [mail] = digest(minuteMs);
    expect(mail?.text.match(/^- OPEN Route r1[0-3] is paused$/gm)).toHaveLength(4);
    expect([...alerts.values()].every((a) => !a.untold)).toBe(true);
  });

  test('slides: places are free again an hour after they were taken', () => {
    const { facts } = board();
    facts(0, ...routes(10));
    expect(facts(59 * minuteMs, paused('a'))).toHaveLength(0);
    expect(facts(60 * minuteMs, paused('b'))).toHaveLength(1);
  });

  test('is not stopped by a clock that was ahead', () => {
    const { facts } = board();
    facts(600 * minuteMs, ...routes(10));
    expect(facts(0, paused('a'))).toHaveLength(1);
  });
});

describe('the digest', () => {
  test('says what is over, also of what nobody had heard', () => {
    const { facts, digest } = board({ mailsPerHourMax: 0 });
    facts(0, paused('crm'));
    facts(minuteMs, paused('crm', false));
    expect(digest(2 * minuteMs)[0]?.text).toContain('- OVER Route crm is paused\n');
  });

  test('goes at most once an hour and only with something in it', () => {
    const { facts, digest } = board({ mailsPerHourMax: 0 });
    expect(digest(0)).toEqual([]);
    facts(0, paused('a'));
    expect(digest(0)).toHaveLength(1);
    facts(minuteMs, paused('b'));
    expect(digest(59 * minuteMs)).toEqual([]);
    expect(digest(60 * minuteMs)).toHaveLength(1);
    expect(digest(200 * minuteMs)).toEqual([]);
  });

  test('names each mail that may not have arrived, once', () => {
    const { digest } = board();
    const doubtful: AlertMail = {
      key: 'k',
      kind: 'alert',
      causes: [],
      to: [],
      subject: 'Route crm is paused',
      text: '',
      state: 'unsure',
      at: start,
      tries: 1,
      retryAt: 0,
      told: false,
    };
    const [mail, told] = digest(0, [doubtful]);
    expect(mail?.text).toContain('- MAIL of 2026-06-01T08:00Z may not have arrived: Route crm is paused');
    expect(told).toMatchObject({ key: 'k', told: true });
    expect(digest(120 * minuteMs, [{ ...doubtful, told: true }])).toEqual([]);
  });

  test('that may not have arrived is told again, line by line', () => {
    const { facts, digest } = board({ mailsPerHourMax: 0 });
    facts(0, paused('crm'));
    const [lost] = digest(0);
    const [next] = digest(60 * minuteMs, [{ ...(lost as AlertMail), state: 'unsure' }]);
    expect(next?.text).toContain('- OPEN Route crm is paused\n');
  });

  test('is bounded; the rest comes with the next', () => {
    const { facts, digest } = board({ mailsPerHourMax: 0 });
    facts(0, ...Array.from({ length: digestLinesMax + 5 }, (_, i) => paused(`r${i}`)));
    expect(digest(0)[0]?.causes).toHaveLength(digestLinesMax);
    expect(digest(60 * minuteMs)[0]?.causes).toHaveLength(5);
  });
});

test('each kind of fact has a cause of its own, and words in both languages', () => {
  const facts: AlertFact[] = [
    paused('x'),
    failing(1),
    down(start, 'auth'),
    { about: 'stream', connection: 'x', stream: 'y', routes: ['r'], raised: true, level: 1, reason: sentence },
    { about: 'freshness', connection: 'x', stream: 'y', raised: true, level: 1, lateMs: 90 * minuteMs },
    { about: 'dead-letters', queue: 'inbound', raised: true, level: 2 },
    { about: 'audit', raised: true, level: 3, samples: [sentence] },
  ];
  expect(new Set(facts.map(causeOf)).size).toBe(facts.length);
  const mails = board().facts(0, ...facts);
  expect(mails).toHaveLength(facts.length);
  for (const mail of mails) expect(mail.text).toMatch(/^[\x20-\x7e]+\n[^\n]+\n[^\n]+\n\n[^\n]*\p{Script=Han}/u);
});
