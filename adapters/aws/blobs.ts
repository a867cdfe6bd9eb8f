import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, type ListObjectsV2CommandOutput, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Blobs } from '../../core/ports/blobs.ts';
import { checkBlob, checkBlobPath } from '../embedded/blobs.ts';
import { compareBytes } from '../order.ts';
import { objectKey, pathOfKey } from './blob-keys.ts';
import { told } from './faults.ts';

/** Blobs as objects of one bucket, below their workspace's name. */
export function awsBlobs(client: S3Client, bucket: string): Blobs {
  return {
    async put(workspace, path, bytes) {
      checkBlobPath(path);
      checkBlob(bytes);
      const body = Uint8Array.from(bytes);
      await run(() => client.send(new PutObjectCommand({ Bucket: bucket, Key: objectKey(workspace, path), Body: body })));
    },
    async get(workspace, path) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: objectKey(workspace, path) }));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw told(error);
      }
    },
    async delete(workspace, path) {
      await run(() => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: objectKey(workspace, path) })));
    },
    async list(workspace, prefix) {
      const paths: string[] = [];
      let token: string | undefined;
      do {
        const page: ListObjectsV2CommandOutput = await run(() =>
          client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: objectKey(workspace, prefix), ContinuationToken: token })),
        );
        for (const { Key = '' } of page.Contents ?? []) paths.push(pathOfKey(workspace, Key));
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return paths.sort(compareBytes); // keys are escaped: their order is another
    },
  };
}

async function run<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw told(error);
  }
}
