/** Bytes a body may have: nothing the stand-in is sent comes near. */
const LIMIT = 64 * 1024;

/** Reads a request's body as UTF-8, at most 64 KiB of it; undefined when it is longer. */
export async function readBody(request: Request): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > LIMIT) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > LIMIT) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What a body says by its type, a form or JSON; undefined for any other, and for JSON that is none. */
export function fieldsOf(contentType: string | undefined, body: string): unknown {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return jsonOf(body);
  return type === 'application/x-www-form-urlencoded' ? Object.fromEntries(new URLSearchParams(body)) : undefined;
}
