import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { proveStatement } from '../proof/statementProof.ts';
import { profileFromYaml } from './csv/profileFromYaml.ts';
import { readStatements } from './readStatements.ts';
import { bai2, camt, mt940, ofx } from './samples.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('readStatements', () => {
  it('reads CAMT: signs, references, parties, batch parts and pending lines', () => {
    const file = readStatements(bytes(camt()), 'a.xml');
    expect(file.refused).toBeUndefined();
    const [statement] = file.statements;
    expect(statement).toMatchObject({ account: 'NL91ABNA0417164300', currency: 'EUR', kind: 'statement', sequence: 7, openingMinor: 10_000n, closingMinor: 15_000n });
    expect(statement?.lines.map((l) => [l.amountMinor, l.status, l.reference, l.counterparty, l.reversal ?? false])).toEqual([
      [8_000n, 'booked', 'RF18539007547034', 'Kunde AG', false],
      [-3_000n, 'booked', undefined, undefined, true],
      [999n, 'pending', undefined, undefined, false],
    ]);
    expect(statement?.lines[1]?.parts?.map((p) => [p.amountMinor, p.reference])).toEqual([
      [-1_000n, 'E2E-1'],
      [-2_000n, 'E2E-3'],
    ]);
    expect(proveStatement(statement as never)).toMatchObject({ state: 'proved', differenceMinor: 0n });
  });

  it('quarantines a statement that does not add up, with the difference', () => {
    const [statement] = readStatements(bytes(camt({ closing: '150.01' })), 'a.xml').statements;
    expect(proveStatement(statement as never)).toMatchObject({ state: 'quarantined', differenceMinor: 1n });
  });

  it('reads MT940: marks, wrapped story, February 30, several messages', () => {
    const file = readStatements(bytes(mt940()), 'a.sta');
    expect(file).toMatchObject({ format: 'mt940' });
    expect(file.statements.flatMap((s) => s.lines.map((l) => [l.date, l.valueDate, l.amountMinor, l.counterparty, l.endToEndId]))).toEqual([
      ['2016-03-01', '2016-02-29', -600n, undefined, undefined],
      ['2016-03-01', '2016-03-01', 12_345n, 'Müller GmbH', 'E2E-77'],
      ['2016-03-02', '2016-03-02', -12_345n, undefined, undefined],
    ]);
    expect(file.statements.map((s) => proveStatement(s).state)).toEqual(['proved', 'proved']);
  });

  it('reads OFX with unclosed values', () => {
    const file = readStatements(bytes(ofx()), 'a.qfx');
    expect(file.statements[0]).toMatchObject({ account: '12-34', currency: 'USD', closingMinor: 50_000n });
    expect(file.statements[0]?.lines.map((l) => [l.date, l.amountMinor, l.bankId, l.counterparty])).toEqual([['2026-03-04', 1_234n, 'F1', 'A & B Inc']]);
  });

  it('reads BAI2 and checks its control totals', () => {
    const [statement] = readStatements(bytes(bai2()), 'a.bai').statements;
    expect(statement?.lines.map((l) => [l.amountMinor, l.text, l.reversal ?? false])).toEqual([
      [2_500n, 'PAYMENT INV 7 more', false],
      [-1_000n, 'RETURNED', true],
    ]);
    expect(proveStatement(statement as never)).toMatchObject({ state: 'proved', differenceMinor: 0n });
    const wrong = readStatements(bytes(bai2({ total: '26001' })), 'a.bai').statements[0];
    expect(proveStatement(wrong as never).broken[0]).toContain('49 sum');
  });

  it('reads a GBK wallet export below a preamble and lists what moved no money', () => {
    const text = [
      '导出信息：',
      '支付宝账户：a@b.cn',
      '共3笔记录',
      '',
      '交易时间 ,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号\t,商家订单号,备注',
      '2026-02-12 21:32:14,转账,乙公司,x,货款 INV-7,收入,"1,200.50",余额,交易成功,202601\t,T1,',
      '2026-02-13 10:00:00,日用,店,x,纸,支出,20.00,余额,交易成功,202602\t,,',
      '2026-02-14 10:00:00,日用,店,x,笔,支出,9.00,余额,交易关闭,202603\t,,',
    ].join('\r\n');
    const file = readStatements(iconv.encode(text, 'gbk'), 'alipay.csv');
    expect(file.format).toBe('csv:alipay');
    expect(file.statements[0]).toMatchObject({ account: 'a@b.cn', currency: 'CNY' });
    expect(file.statements[0]?.lines.map((l) => [l.date, l.amountMinor, l.bankId, l.counterparty])).toEqual([
      ['2026-02-12', 120_050n, '202601', '乙公司'],
      ['2026-02-13', -2_000n, '202602', '店'],
    ]);
    expect(file.statements[0]?.ignored?.map((i) => i.reason)).toEqual(['not_settled']);
    expect(proveStatement(file.statements[0] as never).state).toBe('proved');
  });

  it('proves a table by its running balances, newest first or oldest first', () => {
    const table = ['记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要', '2026-01-02,人民币,-10.00,90.00,转账,甲,', '2026-01-01,人民币,100.00,100.00,转账,乙,'].join('\n');
    const [statement] = readStatements(bytes(table), 'cmb.csv').statements;
    expect(statement).toMatchObject({ openingMinor: 0n, closingMinor: 9_000n });
    expect(proveStatement(statement as never).state).toBe('proved');
    const [broken] = readStatements(bytes(table.replace('-10.00', '-11.00')), 'cmb.csv').statements;
    expect(proveStatement(broken as never).state).toBe('quarantined');
  });

  it('follows a profile document that a user wrote', () => {
    const profile = profileFromYaml(
      'profile: my-bank\ndetect: { header: [Buchung, Betrag] }\ncurrency: { value: EUR }\naccount: { value: DE1 }\ndate: Buchung\ndayFormat: DD.MM.YYYY\namount: Betrag\ndecimal: ","\ntext: [Zweck]\n',
    );
    const file = readStatements(bytes('Buchung;Betrag;Zweck\n01.02.2026;1.234,50;RE 7\n'), 'x.csv', { profiles: [profile] });
    expect(file.statements[0]?.lines[0]).toMatchObject({ date: '2026-02-01', amountMinor: 123_450n, text: 'RE 7' });
    expect(() => profileFromYaml('profile: x\nnope: 1\n')).toThrow(/detect|nope/);
  });

  it.each([
    ['', 'empty_file'],
    ['hello', 'unknown_format'],
    ['1,2,3\n4,5,6', 'profile_missing'],
    ['date,amount\n2026-01-01,5', 'currency_unknown'],
    ['date,amount,currency\n2026-01-01,5x,EUR', 'bad_amount'],
    ['date,amount,currency\n2026-02-30,5,EUR', 'bad_date'],
    [':20:X\n:25:A\n', 'no_statement'],
    [':20:X\n:60F:C100318EUR1,00\n:61:nonsense', 'malformed'],
    ['<OFX><STATUS><CODE>2000</CODE></STATUS></OFX>', 'error_reported'],
    ['01,A,B,260101,0000,1,,,2/\n02,B,A,1,260101,,EUR,/\n03,1,EUR,010,1,,/', 'truncated'],
    ['<!DOCTYPE a [<!ENTITY x "xxxx">]><Document>&x;</Document>', 'entity_declared'],
  ])('refuses %j as %s, never in silence', (text, code) => {
    const file = readStatements(bytes(text), 'x');
    expect(file.refused?.code).toBe(code);
    expect(file.refused?.message.zh).not.toBe('');
    expect(file.statements).toEqual([]);
  });
});
