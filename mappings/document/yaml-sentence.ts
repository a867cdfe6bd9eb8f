import type { Sentence } from '../../core/model/error.ts';

/** What the YAML parser's codes mean; the rest is told in the parser's own words. */
const sentences: Readonly<Record<string, Sentence>> = {
  ALIAS_PROPS: { en: 'An alias (*name) cannot carry an anchor or tag.', zh: '别名 (*name) 不能带锚点或标签。' },
  BAD_ALIAS: { en: 'This alias (*name) is not valid. Put text that begins with * in quotes.', zh: '别名 (*name) 无效。以 * 开头的文本请加引号。' },
  BAD_DQ_ESCAPE: { en: 'This escape is not known inside "…". Use \'…\' or write \\\\ for a backslash.', zh: '"…" 中的转义无法识别。请改用 \'…\'，或用 \\\\ 表示反斜杠。' },
  BAD_INDENT: { en: 'The indentation does not fit the lines above.', zh: '缩进与上方各行不一致。' },
  BAD_SCALAR_START: { en: 'A value cannot begin with this character unless it is in quotes.', zh: '值不能以此字符开头，请加引号。' },
  BLOCK_AS_IMPLICIT_KEY: { en: 'There are two “: ” on one line. Put the value in quotes, or move it to its own line.', zh: '同一行出现两个“: ”。请给值加引号，或另起一行。' },
  BLOCK_IN_FLOW: { en: 'Inside { } or [ ] entries are separated by commas, not by lines.', zh: '{ } 或 [ ] 内的条目用逗号分隔，而不是换行。' },
  DUPLICATE_KEY: { en: 'This key stands here twice. Keep one of them.', zh: '此键重复出现，请只保留一个。' },
  KEY_OVER_1024_CHARS: { en: 'A key is longer than 1,024 characters. Is a colon or a quote missing?', zh: '键超过 1,024 个字符。是否缺少冒号或引号？' },
  MISSING_CHAR: { en: 'A closing quote, bracket or a colon is missing.', zh: '缺少右引号、右括号或冒号。' },
  MULTILINE_IMPLICIT_KEY: { en: 'A key goes over several lines. Is a colon missing?', zh: '键跨越多行。是否缺少冒号？' },
  MULTIPLE_DOCS: { en: 'There is more than one document (---). Keep one.', zh: '存在多个文档 (---)，请只保留一个。' },
  NON_STRING_KEY: { en: 'Keys must be plain text.', zh: '键必须是文本。' },
  TAB_AS_INDENT: { en: 'Tabs cannot indent. Use spaces.', zh: '不能用制表符缩进，请使用空格。' },
  TAG_RESOLVE_FAILED: { en: 'Tags (!name) are not used here.', zh: '此处不使用标签 (!name)。' },
  UNEXPECTED_TOKEN: { en: 'This does not belong here. Is a quote, comma or bracket missing before it?', zh: '此处出现意外内容。前面是否缺少引号、逗号或括号？' },
};

/** The sentence for a parser code. */
export function yamlSentence(code: string, message: string): Sentence {
  return sentences[code] ?? { en: message, zh: `YAML 语法错误：${message}` };
}
