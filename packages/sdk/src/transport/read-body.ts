import type { Answer } from '../answer.js';
import type { FetchResponse } from '../options.js';

/** Bytes of an answer that are read at most: 8 MiB. Plex's own are under 20 KB. */
const SIZE_LIMIT = 2 ** 23;

/**
 * The answer; its bytes are undefined when there are more than the limit. Counts as it reads, and stops past the limit: an
 * answer may be compressed, not say how long it is, or never end.
 */
export async function readBody(response: FetchResponse): Promise<Answer> {
  const { status, headers, body } = response;
  const reader = body?.getReader?.();
  let bytes: Uint8Array = new Uint8Array();
  let size = reader ? 0 : Number(headers.get('content-length'));
  while (!(size > SIZE_LIMIT)) {
    if (!reader) {
      bytes = new Uint8Array(await response.arrayBuffer());
      size = bytes.length;
      break;
    }
    const { value } = await reader.read();
    if (!value) break;
    const end = size + value.length;
    if (end > bytes.length) {
      // Most answers come in one piece, which is taken as it is.
      const larger = size ? new Uint8Array(end * 2) : value;
      if (size) larger.set(bytes);
      bytes = larger;
    }
    if (size) bytes.set(value, size);
    size = end;
  }
  return { status, headers, bytes: size > SIZE_LIMIT ? undefined : bytes.subarray(0, size) };
}
