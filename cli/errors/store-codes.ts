import { code } from './code.ts';

/** Store, secrets and running work. */
export const storeCodes = {
  CURSOR_UNKNOWN: code(
    'A page was asked for with a place that no page gave',
    '分页位置不是由上一页给出',
    'Give `next` of the page before as `after`, or none',
    '将上一页的 `next` 作为 `after`，或不填',
  ),
  STORE_HELD: code('Another process holds the workspace', '另一个进程占用此工作区', 'Stop it, or wait until it ends', '停止该进程或等待其结束'),
  STORE_UNUSABLE: code('The store file cannot be opened', '存储文件无法打开', 'Check path, rights and disk', '检查路径、权限与磁盘'),
  STORE_DAMAGED: code(
    'Bytes of the store file are not what was written; nothing is made up for them',
    '存储文件的内容与写入时不符；不会臆造数据',
    'Stop Syncline, keep a copy of `.syncline`, restore it from the last backup. Without one, move it away: the next sync reads every system again; decisions of people and history are lost',
    '停止 Syncline，保留 `.syncline` 的副本，并从最近的备份恢复。若无备份，请将其移走：下次同步会重新读取所有系统，人工决定与历史将丢失',
  ),
  STORE_FULL: code('The disk is full', '磁盘已满', 'Make room; nothing is lost, and the work goes on by itself', '腾出空间；数据不会丢失，工作会自动继续'),
  STORE_UNAVAILABLE: code('The store does not answer', '存储无应答', 'Nothing: it is tried again', '无需处理，会自动重试'),
  STORE_THROTTLED: code('The store asks us to slow down', '存储要求放慢速度', 'Nothing: it is tried again; raise its capacity if it stays', '无需处理；如长期如此请提高容量'),
  TABLE_THROTTLED: code('The table is busy', '数据表繁忙', 'Nothing: the work is repeated', '无需处理，会自动重试'),
  RECORD_BUSY: code('A record was written by others again and again', '记录被频繁改写', 'Nothing: the work is repeated', '无需处理，会自动重试'),
  SECRETS_UNUSABLE: code(
    'The secret file cannot be opened',
    '密钥文件无法打开',
    'Give the right key (SYNCLINE_KEY or the key file), or set the secrets again',
    '提供正确的密钥（SYNCLINE_KEY 或密钥文件），或重新设置',
  ),
  SECRETS_ELSEWHERE: code('This installation keeps secrets in the secret store of its cloud', '此安装的密钥保存在云端密钥库', 'Set them there', '请在云端设置'),
} as const;
