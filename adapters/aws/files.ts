import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, type ListObjectsV2CommandOutput, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { sha256Hex } from '../../core/model/hash.ts';
import type { Files } from '../../core/ports/connector.ts';
import { compareBytes } from '../order.ts';
import { objectKey, pathOfKey } from './blob-keys.ts';
import { nameOf, told } from './faults.ts';

/** A folder of the bucket as the files of a connection: `<workspace>/files/<folder>/…`. A replacement holds only while the object is the one that was compared (`If-Match`). */
export function awsFiles(client: S3Client, bucket: string, workspace: string, folder: string): Files {
  const root = `files/${folder}/`;
  const at = (path: string) => ({ Bucket: bucket, Key: objectKey(workspace, root + path) });
  const get = async (path: string) => {
    try {
      return await client.send(new GetObjectCommand(at(path)));
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw told(error);
    }
  };
  return {
    async list() {
      const found: { path: string; bytes: number; modifiedAt: number }[] = [];
      let token: string | undefined;
      do {
        const page: ListObjectsV2CommandOutput = await client
          .send(new ListObjectsV2Command({ Bucket: bucket, Prefix: objectKey(workspace, root), ContinuationToken: token }))
          .catch((error: unknown) => Promise.reject(told(error)));
        for (const { Key = '', Size = 0, LastModified } of page.Contents ?? []) {
          found.push({ path: pathOfKey(workspace, Key).slice(root.length), bytes: Size, modifiedAt: LastModified?.getTime() ?? 0 });
        }
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return found.sort((a, b) => compareBytes(a.path, b.path));
    },
    read: async (path) => (await get(path))?.Body?.transformToByteArray(),
    async stream(path) {
      const bytes = await (await get(path))?.Body?.transformToByteArray();
      return bytes === undefined ? undefined : once(bytes);
    },
    async replace(path, bytes, expect) {
      const before = expect === undefined ? undefined : await get(path);
      const content = await before?.Body?.transformToByteArray();
      if (expect !== undefined && (content === undefined ? null : sha256Hex(content)) !== expect) return false;
      const guard = expect === undefined ? {} : before === undefined ? { IfNoneMatch: '*' } : { IfMatch: before.ETag };
      try {
        await client.send(new PutObjectCommand({ ...at(path), ...guard, Body: Uint8Array.from(bytes) }));
        return true;
      } catch (error) {
        if (['PreconditionFailed', 'ConditionalRequestConflict'].includes(nameOf(error))) return false;
        throw told(error);
      }
    },
    async remove(path) {
      await client.send(new DeleteObjectCommand(at(path))).catch((error: unknown) => Promise.reject(told(error)));
    },
  };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
