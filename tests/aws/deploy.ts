import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Wire } from './wire.ts';

/** A stack that was deployed. */
export interface Deployed {
  readonly resources: readonly { readonly logical: string; readonly physical: string; readonly type: string; readonly status: string }[];
  readonly outputs: Readonly<Record<string, string>>;
}

interface Assets {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path: string; readonly packaging: string };
        readonly destinations: Readonly<Record<string, { readonly bucketName: string; readonly objectKey: string }>>;
      }
    >
  >;
}

const account = '000000000000';

/** What the emulator cannot make; the template's test covers it: archives of the bus, and alarms on a query instead of a metric. */
function isLeftOut({ Type, Properties }: Resource): boolean {
  return Type === 'AWS::Events::Archive' || (Type === 'AWS::CloudWatch::Alarm' && Properties?.['Metrics'] !== undefined);
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** Deploys a synthesized stack as `cdk deploy` does: assets into the bootstrap bucket, then the template through CloudFormation. */
export async function deploy(wire: Wire, endpoint: string, outdir: string, stack: string): Promise<Deployed> {
  const region = process.env['AWS_REGION'] ?? 'eu-central-1';
  await wire.json('ssm', 'AmazonSSM.PutParameter', { Name: '/cdk-bootstrap/hnb659fds/version', Value: '21', Type: 'String', Overwrite: true });
  const template = await uploadAssets(new S3Client({ endpoint, forcePathStyle: true }), outdir, stack, region);
  await wire.query('cloudformation', 'CreateStack', {
    StackName: stack,
    TemplateURL: `${endpoint}/${template}`, // a body may have 51,200 bytes
    'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
  });
  return finished(wire, stack);
}

/** Resolves to bucket and key of the template, which is an asset like others. */
async function uploadAssets(s3: S3Client, outdir: string, stack: string, region: string): Promise<string> {
  const { files } = JSON.parse(readFileSync(join(outdir, `${stack}.assets.json`), 'utf8')) as Assets;
  const values: Readonly<Record<string, string>> = { AccountId: account, Region: region, Partition: 'aws' };
  const place = (text: string): string => text.replaceAll(/\$\{AWS::(\w+)\}/g, (_, name: string) => values[name] ?? '');
  const buckets = new Set<string>();
  let template = '';
  for (const { source, destinations } of Object.values(files)) {
    const path = join(outdir, source.path);
    const body = source.packaging === 'zip' ? zipped(path) : possible(readFileSync(path), source.path);
    for (const { bucketName, objectKey } of Object.values(destinations)) {
      const bucket = place(bucketName);
      if (!buckets.has(bucket)) await s3.send(new CreateBucketCommand({ Bucket: bucket }));
      buckets.add(bucket);
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: objectKey, Body: body }));
      if (source.path === `${stack}.template.json`) template = `${bucket}/${objectKey}`;
    }
  }
  return template;
}

/** The template without what the emulator cannot make; other assets as they are. */
function possible(bytes: Uint8Array, path: string): Uint8Array {
  if (!path.endsWith('.template.json')) return bytes;
  const template = JSON.parse(new TextDecoder().decode(bytes)) as { Resources: Record<string, Resource> };
  const Resources = Object.fromEntries(Object.entries(template.Resources).filter(([, resource]) => !isLeftOut(resource)));
  return new TextEncoder().encode(JSON.stringify({ ...template, Resources }));
}

/** Python is there, because the emulator is. */
function zipped(folder: string): Uint8Array {
  const script = 'import shutil,sys; shutil.make_archive(sys.argv[2], "zip", sys.argv[1])';
  const { status, stderr } = spawnSync('python3', ['-c', script, folder, `${folder}-packed`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return readFileSync(`${folder}-packed.zip`);
}

async function finished(wire: Wire, stack: string): Promise<Deployed> {
  for (;;) {
    const xml = await wire.query('cloudformation', 'DescribeStacks', { StackName: stack });
    const status = textIn(xml, 'StackStatus') ?? '';
    if (!status.endsWith('_IN_PROGRESS')) {
      const resources = await resourcesOf(wire, stack);
      if (status !== 'CREATE_COMPLETE')
        throw new Error(`${stack}: ${status} ${textIn(xml, 'StackStatusReason') ?? ''} ${JSON.stringify(resources.filter((r) => r.status.includes('FAILED')))}`);
      const outputs = Object.fromEntries(
        xml
          .split('<OutputKey>')
          .slice(1)
          .map((part) => [part.slice(0, part.indexOf('<')), textIn(part, 'OutputValue') ?? '']),
      );
      return { resources, outputs };
    }
    await sleep(500);
  }
}

async function resourcesOf(wire: Wire, stack: string): Promise<Deployed['resources']> {
  const xml = await wire.query('cloudformation', 'DescribeStackResources', { StackName: stack });
  return xml
    .split('<LogicalResourceId>')
    .slice(1)
    .map((part) => ({
      logical: part.slice(0, part.indexOf('<')),
      physical: textIn(part, 'PhysicalResourceId') ?? '',
      type: textIn(part, 'ResourceType') ?? '',
      status: textIn(part, 'ResourceStatus') ?? '',
    }));
}

function textIn(xml: string, tag: string): string | undefined {
  return new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1];
}
