import { type CommandSpec, text } from '../spec.ts';
import { tableOptions, tableOptionsOf } from './identity-options.ts';

const models = () => import('../commands/identity.ts');

/** Commands about the models that weigh who is who. */
export const identityModelSpecs: readonly CommandSpec[] = [
  {
    usage: 'identity models',
    about: { en: 'Versions of the identity models and which are in use', zh: '识别模型的版本及当前使用的版本' },
    examples: ['identity models'],
    run: async (call) => (await models()).listModels(await call.session()),
  },
  {
    usage: 'identity train [file]',
    about: {
      en: 'Learn weights from the records of the workspace, without truth (expectation–maximisation); people’s answers place the line. Stored as a new version, not used yet. With a CSV file: written to --out',
      zh: '用工作区自身的记录训练权重（EM，无需标注）；人工判定用于校准阈值。存为新版本，暂不启用。给出 CSV 时写入 --out',
    },
    options: [
      ...tableOptions,
      { flags: '--truth <column>', about: { en: 'column of the file with the true entity, where known', zh: '文件中含真实实体的列（如有）' } },
      { flags: '--out <file>', about: { en: 'where the model of a file goes', zh: '由文件训练的模型写入何处' } },
    ],
    examples: ['identity train --entity person', 'identity train customers.csv --entity organization --out model.json'],
    run: async (call) => {
      const file = call.args[0];
      const { trainOnFile, trainOnWorkspace, kindOf } = await models();
      if (file === undefined) return trainOnWorkspace(await call.session(), kindOf(text(call, 'entity')));
      return trainOnFile(call.io, file, { ...tableOptionsOf(call), truth: text(call, 'truth'), out: text(call, 'out') });
    },
  },
  {
    usage: 'identity shadow <type> [version]',
    about: {
      en: 'Run all records through the model in use and another version (default: the newest): how many links would change, with examples. Stores nothing',
      zh: '用当前模型与另一版本（默认最新）各跑一遍全部记录：多少关联会改变，附示例。不存储任何内容',
    },
    examples: ['identity shadow person', 'identity shadow organization 2'],
    run: async (call) => {
      const { shadow, kindOf } = await models();
      return shadow(await call.session(), kindOf(call.args[0]), call.args[1]);
    },
  },
  {
    usage: 'identity activate <type> <version>',
    about: {
      en: 'Use a version for records that arrive or change from now on (0: the one that ships). What is linked stays linked; `identity resolve` looks at all records again',
      zh: '此后到达或变更的记录使用该版本（0 为自带模型）。已有关联保持不变；`identity resolve` 重新检查全部记录',
    },
    examples: ['identity activate person 1', 'identity activate person 0'],
    run: async (call) => {
      const { activate, kindOf } = await models();
      return activate(await call.session(), kindOf(call.args[0]), call.args[1] as string);
    },
  },
  {
    usage: 'identity resolve <type>',
    about: {
      en: 'Look at all records of a type again under the model in use: what is one now is joined, what is doubtful is asked about. Links that would not be made today stay; they are counted and asked about (exit code 1)',
      zh: '用当前模型重新检查某类型的全部记录：现在为同一对象的合并，存疑的提问。今天不会再建立的关联予以保留、计数并提问（退出码 1）',
    },
    examples: ['identity resolve person'],
    run: async (call) => {
      const { kindOf } = await models();
      return (await import('../commands/re-resolve.ts')).resolveAgain(await call.session(), kindOf(call.args[0]));
    },
  },
];
