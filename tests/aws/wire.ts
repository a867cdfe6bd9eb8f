/** Calls of services that the product itself does not use, by their wire protocols and unsigned: for the emulator alone. */
export class Wire {
  readonly #endpoint: string;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  /** A call of the JSON protocol, e.g. `AmazonSSM.PutParameter`. */
  async json<T>(service: string, target: string, body: object): Promise<T> {
    const response = await fetch(this.#endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target, authorization: credential(service) },
      body: JSON.stringify(body),
    });
    return JSON.parse(await textOf(response, target)) as T;
  }

  /** A call of the query protocol; the answer is XML. */
  async query(service: string, action: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    const body = new URLSearchParams({ Action: action, Version: '2010-05-15', ...parameters });
    const response = await fetch(this.#endpoint, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: credential(service) }, body });
    return textOf(response, action);
  }

  /** A call of a REST protocol, e.g. of the scheduler or of Lambda. */
  async rest(service: string, method: string, path: string, body?: object): Promise<Response> {
    return fetch(`${this.#endpoint}${path}`, {
      method,
      headers: { authorization: credential(service), 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
}

function credential(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=test/20260101/${process.env['AWS_REGION'] ?? 'eu-central-1'}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

async function textOf(response: Response, what: string): Promise<string> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${what}: ${response.status} ${text.slice(0, 500)}`);
  return text;
}
