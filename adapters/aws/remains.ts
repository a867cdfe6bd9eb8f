import type { Sentence } from '../../core/model/error.ts';

/** Days that AWS keeps what nobody can delete one by one; the template is tested to say the same. */
export const remainDays = { backups: 35, versions: 90, archive: 30, letters: 14 } as const;

/** What no delete of ours reaches on AWS, and until when. */
export const awsRemains: readonly Sentence[] = [
  {
    en: `Backups of the table: ${remainDays.backups} days. Erase again after restoring to a moment before this one.`,
    zh: `数据表备份：${remainDays.backups} 天。若恢复到此前的时间点，请重新擦除。`,
  },
  { en: 'The stream of changes: 24 hours.', zh: '变更流：24 小时。' },
  {
    en: `Old versions of objects, changes that relay gave up, and access logs in buckets: ${remainDays.versions} days. Files of connections are the systems’ own: see above.`,
    zh: `存储桶中的对象旧版本、relay 放弃的变更与访问日志：${remainDays.versions} 天。连接的文件属于各系统，见上。`,
  },
  { en: `Messages under way: ${remainDays.letters} days at most; they are refused when they arrive.`, zh: `在途消息：最多 ${remainDays.letters} 天，到达时会被拒绝。` },
  { en: `The archive of facts (ids and field names, no values): ${remainDays.archive} days.`, zh: `事件归档（仅标识与字段名，无值）：${remainDays.archive} 天。` },
];
