/** An answer as it stands on the wire, taken apart without help of an HTTP library. */
export interface WireAnswer {
  readonly status: number;
  /** By lower-case name; of several of one name all, in order. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly head: string;
  readonly body: Buffer;
}

/** The whole answers in some bytes, and what is wrong with the bytes. */
export interface Parsed {
  readonly answers: readonly WireAnswer[];
  readonly faults: readonly string[];
}

/** What is known beside the bytes. */
export interface Reading {
  readonly isHead: boolean;
  /** Whether no more will come. */
  readonly isEnded: boolean;
}

const STATUS_LINE = /^HTTP\/1\.1 ([1-5]\d\d)(?: [\u0020-\u007E]*)?$/;
const HEADER = /^([!#$%&'*+.^_`|~\dA-Za-z-]+): ?([\t\u0020-\u007E\u0080-\u00FF]*)$/;

interface Body {
  readonly bytes: Buffer;
  readonly end: number;
}

/** Takes apart what a server sent. */
export function parseAnswers(bytes: Buffer, reading: Reading): Parsed {
  const answers: WireAnswer[] = [];
  const faults: string[] = [];
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf('\r\n\r\n', start);
    if (end < 0) break;
    const { answer, wrong } = headOf(bytes.toString('latin1', start, end));
    faults.push(...wrong);
    if (answer === undefined) return { answers, faults };
    const body = bodyOf(bytes.subarray(end + 4), answer, reading);
    if (typeof body === 'string') return { answers, faults: [...faults, body] };
    if (body === undefined) break;
    answers.push({ ...answer, body: body.bytes });
    start = end + 4 + body.end;
  }
  if (reading.isEnded && start < bytes.length) faults.push('an answer ends before it is complete');
  return { answers, faults };
}

function headOf(head: string): { answer?: Omit<WireAnswer, 'body'>; wrong: string[] } {
  const [first = '', ...lines] = head.split('\r\n');
  const status = STATUS_LINE.exec(first)?.[1];
  if (status === undefined) return { wrong: ['the status line is none'] };
  const headers = new Map<string, string[]>();
  const wrong: string[] = [];
  for (const line of lines) {
    const [, name, value = ''] = HEADER.exec(line) ?? [];
    if (name === undefined) wrong.push('a header is none');
    else headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), value.trim()]);
  }
  for (const name of ['content-length', 'content-type', 'transfer-encoding', 'date']) {
    if ((headers.get(name)?.length ?? 0) > 1) wrong.push(`${name} is there twice`);
  }
  if (headers.has('content-length') && headers.has('transfer-encoding')) wrong.push('the body has two lengths');
  return { answer: { status: Number(status), headers, head }, wrong };
}

/** A body and where it ends; undefined while it is not complete, and a sentence when it is none. */
function bodyOf(
  bytes: Buffer,
  { status, headers }: Omit<WireAnswer, 'body'>,
  reading: Reading,
): Body | undefined | string {
  if (reading.isHead || status < 200 || status === 204 || status === 304) return { bytes: Buffer.alloc(0), end: 0 };
  if (headers.get('transfer-encoding')?.[0] === 'chunked') return chunksOf(bytes);
  const length = headers.get('content-length')?.[0];
  if (length === undefined) return reading.isEnded ? { bytes, end: bytes.length } : undefined;
  if (!/^\d+$/.test(length)) return 'content-length is no number';
  return bytes.length < Number(length) ? undefined : { bytes: bytes.subarray(0, Number(length)), end: Number(length) };
}

function chunksOf(bytes: Buffer): Body | undefined | string {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = bytes.toString('latin1', at, line);
    if (!/^[\da-fA-F]+$/.test(size)) return 'a chunk has no size';
    const start = line + 2;
    const end = start + Number.parseInt(size, 16);
    if (bytes.length < end + 2) return undefined;
    if (bytes.toString('latin1', end, end + 2) !== '\r\n') return 'a chunk is longer than it says';
    if (end === start) return { bytes: Buffer.concat(chunks), end: end + 2 };
    chunks.push(bytes.subarray(start, end));
    at = end + 2;
  }
}
