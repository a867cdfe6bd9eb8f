import type { Io } from '../io.ts';
import { told } from '../io.ts';
import type { Cell } from './table.ts';

type Tone = 'green' | 'yellow' | 'red' | 'dim';

/** States of everything in both languages, and how good they are. */
const states: Readonly<Record<string, { readonly en: string; readonly zh: string; readonly tone: Tone }>> = {
  ok: { en: 'ok', zh: '正常', tone: 'green' },
  idle: { en: 'ok', zh: '正常', tone: 'green' },
  live: { en: 'live', zh: '已上线', tone: 'green' },
  current: { en: 'current', zh: '一致', tone: 'green' },
  green: { en: 'green', zh: '成功', tone: 'green' },
  running: { en: 'running', zh: '运行中', tone: 'yellow' },
  observing: { en: 'observing', zh: '观察中', tone: 'yellow' },
  linked: { en: 'linked, not live', zh: '已关联，未上线', tone: 'yellow' },
  never: { en: 'not yet', zh: '尚未同步', tone: 'dim' },
  disabled: { en: 'off', zh: '已关闭', tone: 'dim' },
  paused: { en: 'paused', zh: '已暂停', tone: 'red' },
  blocked: { en: 'blocked', zh: '受阻', tone: 'red' },
  failing: { en: 'failing', zh: '失败', tone: 'red' },
  red: { en: 'red', zh: '未完成', tone: 'red' },
  due: { en: 'due', zh: '待投递', tone: 'yellow' },
  writing: { en: 'writing', zh: '写入中', tone: 'yellow' },
  waiting: { en: 'waiting', zh: '等待', tone: 'yellow' },
  parked: { en: 'parked', zh: '搁置', tone: 'red' },
  refused: { en: 'refused', zh: '被拒', tone: 'red' },
  failed: { en: 'failed', zh: '失败', tone: 'red' },
  held: { en: 'held', zh: '待人工', tone: 'red' },
  skipped: { en: 'skipped', zh: '跳过', tone: 'dim' },
  unknown: { en: 'unknown', zh: '未知', tone: 'dim' },
  'not-created': { en: 'not there', zh: '不存在', tone: 'yellow' },
  'dead-lettered': { en: 'dead letter', zh: '死信', tone: 'red' },
  gone: { en: 'gone', zh: '已删除', tone: 'dim' },
  missing: { en: 'missing', zh: '缺失', tone: 'yellow' },
  merged: { en: 'merged', zh: '已合并', tone: 'dim' },
  done: { en: 'done', zh: '完成', tone: 'green' },
};

/** A state as a coloured cell in the user's language. */
export function stateCell(state: string, io: Io): Exclude<Cell, string> {
  const known = states[state];
  return known === undefined ? { text: state, paint: (text) => text } : { text: told(io, known), paint: io.paint[known.tone] };
}

/** The same as text. */
export function stateText(state: string, io: Io): string {
  const cell = stateCell(state, io);
  return cell.paint(cell.text);
}
