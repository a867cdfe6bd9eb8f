import { code } from './code.ts';

/** Why a bank file or an invoice was not read (`refused.code` of `statement`, `invoice`, `reconcile`). */
export const statementCodes = {
  empty_file: code('The file is empty', '文件为空', 'Export it again', '重新导出'),
  too_large: code('The file is larger than such files are', '文件过大', 'Export a shorter period', '缩短导出期间'),
  unknown_format: code(
    'No reader knows this format',
    '无法识别该格式',
    'Export as CAMT, MT940, OFX, BAI2 or CSV; invoices as UBL or CII',
    '导出为 CAMT、MT940、OFX、BAI2 或 CSV；发票用 UBL 或 CII',
  ),
  malformed: code('The file breaks the rules of its format', '文件不符合其格式', 'Look at the line; ask whoever made the file', '查看该行并联系文件制作方'),
  truncated: code('The file was cut off', '文件被截断', 'Fetch it again, whole', '重新获取完整文件'),
  entity_declared: code('The XML declares entities of its own: a way of attack', 'XML 自行声明实体，属攻击手法', 'Ask whoever sent it', '联系发送方'),
  too_deep: code('The XML is nested too deeply', 'XML 嵌套过深', 'Ask whoever sent it', '联系发送方'),
  bad_amount: code('An amount cannot be read', '金额无法读取', 'Correct it at the line', '更正该行'),
  bad_date: code('A date cannot be read', '日期无法读取', 'Write YYYY-MM-DD', '写成 YYYY-MM-DD'),
  currency_unknown: code('The currency is not named or not known', '币种缺失或未知', 'Name a currency of ISO 4217', '注明 ISO 4217 币种'),
  account_missing: code('The statement names no account', '对账单未注明账户', 'Export it with the account', '导出时包含账户'),
  number_missing: code('A row or invoice has no number', '缺少编号', 'Give it one', '补上编号'),
  total_missing: code('The invoice has no total', '发票没有合计金额', 'Ask whoever sent it', '联系发送方'),
  no_statement: code('The file holds no statement', '文件中没有对账单', 'Export statements', '导出对账单'),
  no_invoice: code('The file holds no invoice', '文件中没有发票', 'Choose the right file', '选择正确的文件'),
  error_reported: code('The bank answered with an error', '银行返回错误', 'See the message; ask the bank', '查看消息并联系银行'),
  holdings_only: code('The file lists holdings, no cash', '文件只有持仓，没有现金流水', 'Export the cash account', '导出现金账户'),
  profile_missing: code('No profile knows these columns', '没有模板认识这些列', 'Write a profile that names them', '编写列模板'),
  column_missing: code('A column that is needed is missing', '缺少必需的列', 'Add it, or rename one', '补上或更名'),
  profile_invalid: code('A profile of columns has a mistake', '列模板有误', 'Correct the field that the message names', '更正消息所指字段'),
} as const;
