import type { Sentence } from '../model/error.ts';
import { isoOf, minuteMs } from '../model/time.ts';
import type { Alert, AlertMail } from './alert.ts';
import type { AlertFact } from './fact.ts';

/** What is shown of an alert: a line that names it, why, and what to do. */
export interface Wording {
  readonly title: Sentence;
  readonly why: Sentence;
  readonly todo: Sentence;
}

/** Puts an alert into words, in both languages. */
export function wordingOf(fact: AlertFact): Wording {
  switch (fact.about) {
    case 'route':
      return {
        title: { en: `Route ${fact.route} is paused`, zh: `路由 ${fact.route} 已暂停` },
        why: fact.reason,
        todo: { en: `Look at the samples, then: syncline release ${fact.route}`, zh: `请查看样例，确认后执行：syncline release ${fact.route}` },
      };
    case 'stream':
      return {
        title: {
          en: `Reading ${fact.connection}.${fact.stream} has stopped${fact.routes.length === 0 ? '' : `; paused: ${fact.routes.join(', ')}`}`,
          zh: `${fact.connection}.${fact.stream} 已停止读取${fact.routes.length === 0 ? '' : `；已暂停：${fact.routes.join('、')}`}`,
        },
        why: fact.reason,
        todo: {
          en: `Look at the samples and the source, then: syncline ${goOn(fact)}`,
          zh: `请查看样例并检查来源系统，确认后执行：syncline ${goOn(fact)}`,
        },
      };
    case 'connection':
      return {
        title: { en: `Connection ${fact.connection} is blocked`, zh: `连接 ${fact.connection} 已中断` },
        why: fact.reason,
        todo:
          fact.fault === 'auth'
            ? { en: 'Renew the credentials; Syncline goes on by itself afterwards.', zh: '请更新凭据，之后 Syncline 会自动继续。' }
            : { en: 'Syncline tries again by itself; nothing is lost. Check the system if it lasts.', zh: 'Syncline 会自动重试，不会丢失数据。若持续较久，请检查该系统。' },
      };
    case 'failure':
      return {
        title: { en: `${fact.level} records of ${fact.connection} fail: ${fact.failure}`, zh: `${fact.connection} 有 ${fact.level} 条记录失败：${fact.failure}` },
        why: fact.reason,
        todo: {
          en: `See them: syncline failures --connection ${fact.connection} --cause ${fact.failure}`,
          zh: `查看：syncline failures --connection ${fact.connection} --cause ${fact.failure}`,
        },
      };
    case 'freshness': {
      const minutes = Math.round(fact.lateMs / minuteMs);
      return {
        title: { en: `${fact.connection}.${fact.stream} is ${minutes} minutes late`, zh: `${fact.connection}.${fact.stream} 已延迟 ${minutes} 分钟` },
        why: { en: 'Its schedule was due, but no pass has ended since.', zh: '已到计划时间，但之后没有完成的同步。' },
        todo: {
          en: `See: syncline status; start it by hand: syncline sync ${fact.connection}.${fact.stream}`,
          zh: `查看：syncline status；手动启动：syncline sync ${fact.connection}.${fact.stream}`,
        },
      };
    }
    case 'dead-letters':
      return {
        title: { en: `${fact.level} messages of the queue ${fact.queue} were given up`, zh: `队列 ${fact.queue} 有 ${fact.level} 条消息被放弃` },
        why: { en: 'They failed five times in a row.', zh: '这些消息连续五次处理失败。' },
        todo: { en: 'After the cause is removed: syncline retry', zh: '排除原因后执行：syncline retry' },
      };
    case 'audit':
      return {
        title: { en: `The audit repaired ${fact.level} differences`, zh: `审计修复了 ${fact.level} 处差异` },
        why: { en: fact.samples.map((s) => s.en).join(' ') || 'Changes had not been announced.', zh: fact.samples.map((s) => s.zh).join('') || '有变更未被通知。' },
        todo: { en: 'Nothing is lost. If it happens again, the change feed was interrupted: see the log.', zh: '没有数据丢失。若再次出现，说明变更通道曾中断，请查看日志。' },
      };
  }
}

/** A stream goes on with its routes; where there is none, by its own name. */
function goOn({ routes, connection, stream }: Extract<AlertFact, { about: 'stream' }>): string {
  return routes[0] === undefined ? `resume ${connection}.${stream}` : `release ${routes[0]}`;
}

/** Longest subject; mail programs cut it earlier. */
const subjectCharsMax = 200;

/** Subject and text of the mail about one alert: English, then Chinese. */
export function alertMailOf(workspace: string, fact: AlertFact): Pick<AlertMail, 'subject' | 'text'> {
  const { title, why, todo } = wordingOf(fact);
  return { subject: oneLine(`[syncline ${workspace}] ${title.en} · ${title.zh}`), text: `${title.en}\n${why.en}\n${todo.en}\n\n${title.zh}\n${why.zh}\n${todo.zh}\n` };
}

/** Subject and text of a digest: what no mail of its own has told. */
export function digestOf(workspace: string, alerts: readonly Alert[], mails: readonly AlertMail[]): Pick<AlertMail, 'subject' | 'text'> {
  const open = alerts.filter((a) => a.state === 'open').length;
  const counts: Sentence = { en: `${open} open, ${alerts.length - open} over`, zh: `${open} 项未解决，${alerts.length - open} 项已恢复` };
  const lines = (language: 'en' | 'zh'): string[] => [...alerts.map((a) => alertLine(a, language)), ...mails.map((m) => mailLine(m, language))];
  return {
    subject: oneLine(`[syncline ${workspace}] ${counts.en} · ${counts.zh}`),
    text: `${counts.en}\n${lines('en').join('\n')}\n\n${counts.zh}\n${lines('zh').join('\n')}\n`,
  };
}

function alertLine(alert: Alert, language: 'en' | 'zh'): string {
  const words: Readonly<Record<Alert['state'], Sentence>> = { open: { en: 'OPEN', zh: '未解决' }, resolved: { en: 'OVER', zh: '已恢复' } };
  const again: Sentence = alert.returns === 0 ? { en: '', zh: '' } : { en: ` (came back ${alert.returns} times)`, zh: `（反复 ${alert.returns} 次）` };
  return `- ${words[alert.state][language]} ${oneLine(wordingOf(alert.fact).title[language])}${again[language]}`;
}

function mailLine(mail: AlertMail, language: 'en' | 'zh'): string {
  const at = isoOf(mail.at).slice(0, 16);
  const words: Sentence =
    mail.state === 'unsure'
      ? { en: `- MAIL of ${at}Z may not have arrived: ${mail.subject}`, zh: `- ${at}Z 的邮件可能未送达：${mail.subject}` }
      : { en: `- MAIL of ${at}Z was refused (${mail.problem ?? 'no reason'}): ${mail.subject}`, zh: `- ${at}Z 的邮件被拒绝（${mail.problem ?? '无原因'}）：${mail.subject}` };
  return words[language];
}

/** Names come from configuration and vendors: no line break may reach a subject. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .slice(0, subjectCharsMax)
    .toWellFormed();
}
