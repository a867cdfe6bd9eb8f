import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { awsBlobs } from '../adapters/aws/blobs.ts';
import { publishedPath } from '../functions/compose/published-path.ts';
import { publishedFolder } from './published.ts';

/** `npm run aws:publish -- --workspace <folder> --bucket <DataBucket> [--files]`: checks a workspace and hands it to a running installation, which uses it within a minute. `--files` also uploads the files of its file connections, over what is there. */
const { values } = parseArgs({ options: { workspace: { type: 'string' }, bucket: { type: 'string' }, files: { type: 'boolean', default: false } } });
if (values.workspace === undefined || values.bucket === undefined) throw new Error('usage: npm run aws:publish -- --workspace <folder> --bucket <DataBucket> [--files]');
const { config, documents, files } = await publishedFolder(resolve(values.workspace));
const endpoint = process.env['AWS_ENDPOINT_URL'];
const blobs = awsBlobs(new S3Client({ ...(endpoint !== undefined && { endpoint }), forcePathStyle: endpoint !== undefined }), values.bucket);
if (values.files) for (const { path, source } of files) await blobs.put(config.workspace, path, readFileSync(source));
await blobs.put(config.workspace, publishedPath, new TextEncoder().encode(JSON.stringify(documents)));
console.log(
  `${config.workspace}: ${config.connections.length} connections, ${Object.keys(documents.mappings).length} mappings${values.files ? `, ${files.length} files` : ''} published to ${values.bucket}`,
);
