import { describe, expect, it } from 'vitest';
import { taxClaim } from './tax-id.ts';

describe('a tax id makes a claim only when its check digits hold', () => {
  it.each([
    ['91330100799655058B', 'CN', 'cn-uscc'],
    ['DE136695976', 'CN', 'vat-de'],
    ['ATU13585627', 'AT', 'vat-at'],
    ['BE0411905847', 'BE', 'vat-be'],
    ['FR40303265045', 'FR', 'vat-fr'],
    ['GB980780684', 'GB', 'vat-gb'],
    ['IT00743110157', 'IT', 'vat-it'],
    ['NL004495445B01', 'NL', 'vat-nl'],
    ['PL8567346215', 'PL', 'vat-pl'],
    ['PT501964843', 'PT', 'vat-pt'],
    ['RO18547290', 'RO', 'vat-ro'],
    ['SE123456789701', 'SE', 'vat-se'],
    ['FI20774740', 'FI', 'vat-fi'],
    ['DK13585628', 'DK', 'vat-dk'],
    ['HU12892312', 'HU', 'vat-hu'],
    ['LU15027442', 'LU', 'vat-lu'],
    ['MT11679112', 'MT', 'vat-mt'],
    ['SI50223054', 'SI', 'vat-si'],
    ['SK2022749619', 'SK', 'vat-sk'],
    ['HR33392005961', 'HR', 'vat-hr'],
    ['EE100931558', 'EE', 'vat-ee'],
    ['EL094259216', 'GR', 'vat-el'],
    ['529900T8BM49AURSDO55', 'DE', 'lei'],
    ['CHE-116.281.710 MWST', 'CH', 'ch-uid'],
    ['53 004 085 616', 'AU', 'au-abn'],
    ['11.222.333/0001-81', 'BR', 'br-cnpj'],
    ['7707083893', 'RU', 'ru-inn'],
    ['923609016', 'NO', 'no-org'],
    ['27AAPFU0939F1ZV', 'IN', 'in-gstin'],
  ])('%s is a claim (%s, %s)', (id, country, scheme) => {
    expect(taxClaim(id, country)?.scheme).toBe(scheme);
    const broken = id.replace(/\d(?=\D*$)/, (d) => String((Number(d) + 1) % 10));
    if (!['vat-nl', 'in-gstin', 'cn-uscc', 'vat-se'].includes(scheme)) expect(taxClaim(broken, country)).toBeUndefined();
  });

  it.each(['', '0000000000', '123', 'test', '91330100799655058C', 'DE999999998'])('%s is none', (id) => {
    expect(taxClaim(id, 'CN')).toBeUndefined();
  });
});
