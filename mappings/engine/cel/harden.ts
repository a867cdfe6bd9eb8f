import type { ASTNode } from '@marcbachmann/cel-js';
import type { Sentence } from '../../../core/model/error.ts';
import { err, ok, type Result } from '../../../core/model/result.ts';
import { environment, re2 } from './fuel.ts';

/** Longest expression; longer ones belong into several fields. */
const expressionLengthMax = 2_000;

/** Most nodes of the syntax tree. */
const expressionNodesMax = 200;

const macros = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

/** All nodes of a syntax tree. */
export function* nodesOf(value: unknown): Generator<ASTNode> {
  if (Array.isArray(value)) for (const member of value) yield* nodesOf(member);
  if (!isNode(value)) return;
  yield value;
  yield* nodesOf(value.args);
}

interface Call {
  readonly name: string;
  readonly receiver: ASTNode;
  readonly args: readonly ASTNode[];
}

function callOf(node: ASTNode): Call | undefined {
  if (node.op !== 'rcall') return undefined;
  const [name, receiver, args] = node.args as [string, ASTNode, ASTNode[]];
  return { name, receiver, args };
}

const isMetered = (node: ASTNode | undefined) => node !== undefined && node.op === 'call' && (node.args as [string, unknown])[0] === 'step_';
const bodyOf = (call: Call) => (macros.has(call.name) && call.args.length > 1 ? call.args.at(-1) : undefined);

function editsOf(text: string, nodes: readonly ASTNode[]): readonly Edit[] {
  const edits: Edit[] = [];
  for (const node of nodes) {
    const call = callOf(node);
    if (call?.name === 'matches') edits.push({ at: text.indexOf('matches', call.receiver.end), remove: 7, insert: 'matchesRe2' });
    const body = call === undefined ? undefined : bodyOf(call);
    if (body !== undefined) edits.push({ at: body.start, remove: 0, insert: 'step_(' }, { at: body.end, remove: 0, insert: ')' });
  }
  return edits.toSorted((a, b) => b.at - a.at);
}

/** True when every regular expression runs on RE2 and every macro body is metered. */
function isHard(nodes: readonly ASTNode[]): boolean {
  return nodes.every((node) => {
    const call = callOf(node);
    return call === undefined || (call.name !== 'matches' && (bodyOf(call) === undefined || isMetered(bodyOf(call))));
  });
}

function badPattern(nodes: readonly ASTNode[]): string | undefined {
  for (const node of nodes) {
    const call = callOf(node);
    const pattern = call?.name === 'matches' && call.args[0]?.op === 'value' ? call.args[0].args : undefined;
    if (typeof pattern !== 'string') continue;
    try {
      re2().RE2JS.compile(pattern);
    } catch (cause) {
      return cause instanceof Error ? cause.message : String(cause);
    }
  }
  return undefined;
}

function refuse(en: string, zh: string): Result<never, Sentence> {
  return err({ en, zh });
}

/** Rewrites an expression so that `matches` runs on RE2 and list macros are metered. The result is parsed again and checked; what cannot be shown to be hard is refused. Throws what the parser throws. */
export function harden(text: string): Result<string, Sentence> {
  if (text.length > expressionLengthMax) return refuse(`the expression is longer than ${expressionLengthMax} characters`, `表达式超过 ${expressionLengthMax} 个字符`);
  const nodes = [...nodesOf(environment().parse(text).ast)];
  if (nodes.length > expressionNodesMax) return refuse(`the expression has more than ${expressionNodesMax} parts`, `表达式超过 ${expressionNodesMax} 个节点`);
  if (nodes.some((node) => callOf(node)?.name === 'bind')) return refuse('cel.bind is not available; write the value twice', '不支持 cel.bind；请重复书写该值');
  const bad = badPattern(nodes);
  if (bad !== undefined) return refuse(`the pattern is no RE2 pattern: ${bad}`, `不是有效的 RE2 正则：${bad}`);
  let hard = text;
  for (const edit of editsOf(text, nodes)) hard = hard.slice(0, edit.at) + edit.insert + hard.slice(edit.at + edit.remove);
  if (!isHard([...nodesOf(environment().parse(hard).ast)])) return refuse('the expression cannot be bounded; write it without comments', '无法限制该表达式；请去掉注释');
  return ok(hard);
}
