import type { Answer } from '../answer.js';
import type { FetchResponse } from '../options.js';

/** Bytes of an answer that are read at most: 8 MiB. Plex's own are under 20 KB. */
const SIZE_LIMIT = 2 ** 23;

/** The answer; its bytes are undefined when there are more than the limit. */
export async function readBody(response: FetchResponse): Promise<Answer> {
  const { status, headers } = response;
  const announced = Number(headers.get('content-length'));
  let bytes: Uint8Array<ArrayBuffer> | undefined;
  if (!(announced > SIZE_LIMIT)) bytes = await readBytes(response, announced);
  return { status, headers, bytes: bytes && bytes.length > SIZE_LIMIT ? undefined : bytes };
}

/** Counts as it reads, and stops past the limit: an answer may be compressed, not say how long it is, or never end. */
async function readBytes(response: FetchResponse, announced: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader?.();
  if (!reader) return new Uint8Array(await response.arrayBuffer());
  let bytes = new Uint8Array(announced || 2 ** 14);
  let size = 0;
  while (size <= SIZE_LIMIT) {
    const { value } = await reader.read();
    if (!value) break;
    if (size + value.length > bytes.length) {
      const larger = new Uint8Array((size + value.length) * 2);
      larger.set(bytes);
      bytes = larger;
    }
    bytes.set(value, size);
    size += value.length;
  }
  return bytes.subarray(0, size);
}
