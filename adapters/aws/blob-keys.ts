/** S3's limit for a key. */
const keyBytesMax = 1_024;

/** The object key of a path: `<workspace>/<path>`, everything but plain characters as `%XX`, so that no part is `.` or `..` and any text survives URLs and XML. */
export function objectKey(workspace: string, path: string): string {
  const key = `${workspace}/${encoded(path)}`;
  if (key.length > keyBytesMax) throw new RangeError(`blob path ${JSON.stringify(path.slice(0, 60))}… takes ${key.length} bytes of the ${keyBytesMax} that an object key may have`);
  return key;
}

/** The path of an object key. */
export function pathOfKey(workspace: string, key: string): string {
  return decodeURIComponent(key.slice(workspace.length + 1));
}

/** Character by character: a prefix of a path is a prefix of its key. */
function encoded(path: string): string {
  return encodeURIComponent(path)
    .replaceAll('%2F', '/')
    .replaceAll('.', '%2E')
    .replaceAll(/[!'()*~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
