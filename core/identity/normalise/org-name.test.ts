import { describe, expect, it } from 'vitest';
import { isSameName } from '../same-name.ts';
import { scoredResolver } from '../scored.ts';
import { orgName } from './org-name.ts';

const resolver = scoredResolver();
const signature = (name: string) => resolver.features('organization', new Map([['name', name]]), { country: 'CN' }).signature;

describe('an organisation name', () => {
  it.each([
    ['Müller & Söhne GmbH & Co. KG', 'muller sohne', 'partner'],
    ['ООО «Ромашка»', 'romashka', 'limited'],
    ['P.T. Maju Jaya', 'maju jaya', 'limited'],
    ['Servicios del Norte, S.A. de C.V.', 'servicios del norte', 'stock'],
    ['杭州示例數字技術股份有限公司', '杭州示例数字技术', 'stock'],
    ['株式会社サンプル', 'サンプル', 'stock'],
  ])('%s loses its legal form', (name, core, form) => {
    expect(orgName(name)).toEqual({ core, form });
  });

  it.each([
    ['Acme Widgets Inc.', 'ACME WIDGETS, Incorporated', true],
    ['Northgate Fund II', 'Northgate Fund 2', true],
    ['Northgate Fund II', 'Northgate Fund III', false],
    ['Harbour Lines (France)', 'Harbour Lines (Germany)', false],
    ['Bergmann AG', 'Bergmann GmbH', false],
    ['示例石化', '示例石油化工股份有限公司', true],
    ['中國示範石化', '中国示范石化有限公司', true],
    ['', '', false],
  ])('%s and %s: same name is %s', (a, b, same) => {
    expect(isSameName(resolver.compare(signature(a), signature(b)))).toBe(same);
  });
});
