import { code } from './code.ts';

/** Why a question about receivables has no answer, or a decision was not carried out. Nothing was changed. */
export const receivablesCodes = {
  COMPANY_UNKNOWN: code(
    'The books hold no such company of ours, or several',
    '账中没有该本方公司，或有多个',
    'Name one that the message lists: `--company`',
    '用 `--company` 指定消息列出的公司',
  ),
  CUSTOMER_UNKNOWN: code(
    'No customer with receivables has this name',
    '没有该名称的应收客户',
    'Look it up: `syncline records organization <name>`',
    '用 `syncline records organization <名称>` 查找',
  ),
  CUSTOMER_AMBIGUOUS: code('The name may be several customers', '该名称可能对应多个客户', 'Use an id that the message lists', '使用消息列出的编号'),
  INVOICE_UNKNOWN: code('Receivables hold no such invoice', '应收中没有该发票', 'See `syncline receivables`', '见 `syncline receivables`'),
  INVOICE_AMBIGUOUS: code('Several documents have this number', '多张单据使用该编号', 'Use an id that the message lists', '使用消息列出的编号'),
  RECEIPT_UNKNOWN: code('There is no such receipt', '没有该收款', 'See `syncline propose`', '见 `syncline propose`'),
  RECEIPT_BUSY: code('Others decide about the same documents at this moment', '他人正在处理相同单据', 'Try again', '请重试'),
  PROPOSAL_NONE: code(
    'Nothing is proposed for this receipt',
    '该收款没有匹配建议',
    'Name the invoices: `syncline propose <receipt> <invoice…>`',
    '指定发票：`syncline propose <收款> <发票…>`',
  ),
  PROPOSAL_AMBIGUOUS: code('There are several proposals', '有多个匹配建议', 'Choose one: `--option`', '用 `--option` 选择'),
  PROPOSAL_CHANGED: code(
    'The documents have changed since it was proposed',
    '提出建议后单据已变化',
    'Look at what is proposed now: `syncline propose`',
    '用 `syncline propose` 查看最新建议',
  ),
  APPROVER_MISSING: code('A second person must approve it', '需第二人复核', 'Ask a colleague to approve it with a token of their own', '请同事用其本人的令牌批准'),
  APPROVER_SAME: code('You were the first of two people', '您是两人中的第一人', 'Somebody else must approve it', '需由他人批准'),
  PAYER_UNNAMED: code(
    'The bank names no payer to remember',
    '银行未提供可记住的付款方',
    'Name the invoices: `syncline propose <receipt> <invoice…>`',
    '指定发票：`syncline propose <收款> <发票…>`',
  ),
  PERIOD_CLOSED: code('The day lies in a closed period', '日期位于已结账期间', 'Use a later day, or reopen the period', '使用更晚的日期，或反结账'),
  MATCH_REFUSED: code('The match would not add up', '该匹配不平', 'Do as the message says', '按消息处理'),
  ALIAS_UNKNOWN: code('There is no such alias', '没有该别名', 'See `syncline aliases`', '见 `syncline aliases`'),
} as const;
