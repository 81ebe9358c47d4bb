import { Answer } from '../answer.js';
import type { FetchResponse } from '../options.js';

/** Bytes of an answer that are read at most: 8 MiB. Plex's own are under 20 KB. */
export const SIZE_LIMIT: number = 2 ** 23;

/** The answer; its body is undefined when it is larger than the limit. */
export async function readBody(response: FetchResponse): Promise<Answer> {
  const { headers, body } = response;
  const declared = headers.get('content-length');
  if (Number(declared) > SIZE_LIMIT) return new Answer(response);
  // Only an answer that says how long it is, and is not compressed, can be trusted to end in time.
  if (body && (declared === null || headers.get('content-encoding'))) {
    return new Answer(response, await readPieces(body));
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  return new Answer(response, bytes.byteLength > SIZE_LIMIT ? undefined : bytes);
}

async function readPieces(body: NonNullable<FetchResponse['body']>): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = body.getReader();
  let bytes = new Uint8Array(2 ** 14);
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes.slice(0, size);
    if (!value) continue;
    const end = size + value.byteLength;
    if (end > SIZE_LIMIT) return undefined;
    if (end > bytes.byteLength) {
      const larger = new Uint8Array(end * 2);
      larger.set(bytes);
      bytes = larger;
    }
    bytes.set(value, size);
    size = end;
  }
}
