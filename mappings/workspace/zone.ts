/** True for an IANA zone that this machine knows (`Asia/Shanghai`, `UTC`); offsets such as `+08:00` are no zones, they know no summer. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
