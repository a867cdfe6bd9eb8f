import { lazily } from '../../model/lazily.ts';
import { isFreeMail } from './email.ts';
import { foldText } from './text.ts';

const suffixes = lazily<typeof import('tldts')>('tldts');

/** Hosts where everybody has a page: their domain names nobody. */
const sharedHosts: ReadonlySet<string> = new Set(
  'facebook.com instagram.com linkedin.com twitter.com x.com youtube.com tiktok.com wechat.com weixin.qq.com weibo.com taobao.com tmall.com 1688.com alibaba.com amazon.com ebay.com etsy.com github.com google.com goo.gl bit.ly linktr.ee medium.com wikipedia.org yelp.com tripadvisor.com example.com example.org localhost'.split(
    ' ',
  ),
);

/** The registrable domain of a URL, host or e-mail domain; undefined for free mail, shared hosts, IP addresses and nonsense. */
export function companyDomain(input: string): string | undefined {
  const found = suffixes().parse(foldText(input), { allowPrivateDomains: true });
  if (found.isIp === true || found.domain === null || found.isIcann !== true) return undefined;
  return isFreeMail(found.domain) || sharedHosts.has(found.domain) ? undefined : found.domain;
}
