import * as z from 'zod';
import { lazily } from '../../../core/model/lazily.ts';
import { err, ok } from '../../../core/model/result.ts';
import type { Transform } from '../transform.ts';
import { cleanText } from './text.ts';

const re2 = lazily<typeof import('re2js')>('re2js');

/** RE2 pattern and its replacement (`$1` for a group). */
export interface ReplaceArgument {
  readonly pattern: string;
  readonly with: string;
}

/** Search and replace by an RE2 pattern: linear time. It has no way back. */
export const replace: Transform<ReplaceArgument> = {
  name: 'replace',
  about: { en: 'every match of an RE2 pattern replaced (`$1` for a group); only inwards', zh: '替换 RE2 正则的所有匹配（`$1` 引用分组）；仅读入' },
  gives: 'text',
  bare: false,
  argument: z.strictObject({ pattern: z.string().min(1).max(500), with: z.string() }),
  make(argument) {
    if (argument === undefined) return err({ en: "replace needs { pattern: '…', with: '…' }", zh: "replace 需要 { pattern: '…', with: '…' }" });
    try {
      const pattern = re2().RE2JS.compile(argument.pattern);
      return ok({
        in: (value) => {
          const clean = cleanText(value);
          return typeof clean === 'string' ? pattern.matcher(clean).replaceAll(argument.with).trim() : clean;
        },
      });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      return err({ en: `the pattern is no RE2 pattern: ${reason}`, zh: `不是有效的 RE2 正则：${reason}` });
    }
  },
};
