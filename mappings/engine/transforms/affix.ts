import * as z from 'zod';
import type { Sentence } from '../../../core/model/error.ts';
import { err, ok } from '../../../core/model/result.ts';
import type { Transform } from '../transform.ts';
import { cleanText } from './text.ts';

function affix(name: 'prefix' | 'suffix', about: Sentence): Transform<string> {
  return {
    name,
    about,
    gives: 'same',
    bare: false,
    argument: z.string().min(1),
    make(argument) {
      if (argument === undefined) return err({ en: `${name} needs its text`, zh: `${name} 需要文本参数` });
      return ok({
        in: (value) => {
          const clean = cleanText(value);
          if (typeof clean !== 'string') return clean;
          if (name === 'prefix') return clean.startsWith(argument) ? clean.slice(argument.length) : clean;
          return clean.endsWith(argument) ? clean.slice(0, -argument.length) : clean;
        },
        out: (value) => (name === 'prefix' ? `${argument}${value}` : `${value}${argument}`),
      });
    },
  };
}

/** A text that the vendor puts before the value. */
export const prefix = affix('prefix', { en: 'a text before the value: taken off inwards, put on outwards', zh: '值前面的固定文本：读入时去掉，写出时加上' });

/** A text that the vendor puts after the value. */
export const suffix = affix('suffix', { en: 'a text after the value: taken off inwards, put on outwards', zh: '值后面的固定文本：读入时去掉，写出时加上' });
