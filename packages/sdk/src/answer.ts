import type { FetchResponse } from './options.js';
import { redact } from './redact.js';

/** One answer, its bytes read once. */
export interface Answer extends Pick<FetchResponse, 'status' | 'headers'> {
  /** Undefined when the body was too large to be read. */
  readonly bytes: Uint8Array | undefined;
}

/** The media type as the server sent it, or an empty string. */
export function contentTypeOf({ headers }: Answer): string {
  return headers.get('content-type') ?? '';
}

export function textOf({ bytes }: Answer): string {
  return new TextDecoder().decode(bytes);
}

/** Undefined when it is not JSON. */
export function jsonOf(answer: Answer): unknown {
  try {
    return JSON.parse(textOf(answer));
  } catch {
    return undefined;
  }
}

/** The answer as a web `Response`, its body unread. A web `Response` only has statuses from 200 to 599. */
export function toResponse({ status, headers: received, bytes }: Answer, secrets?: readonly string[]): Response {
  const headers = new Headers();
  received.forEach?.((value, name) => headers.append(name, secrets ? redact(value, secrets) : value));
  // Some statuses must not have a body, not even an empty one.
  const body = [204, 205, 304].includes(status) ? null : bytes && new Uint8Array(bytes);
  return status > 199 && status < 600 ? new Response(body, { status, headers }) : Response.error();
}

/**
 * What comes with every result. A class, because a getter of each object's own costs a tenth of a call; and to look a header
 * up before anybody asks costs a twentieth.
 */
export class Envelope {
  declare readonly statusCode: number;
  readonly #answer: Answer;

  constructor(answer: Answer) {
    this.statusCode = answer.status;
    this.#answer = answer;
  }

  get contentType(): string {
    return contentTypeOf(this.#answer);
  }

  get rawResponse(): Response {
    return toResponse(this.#answer);
  }
}
