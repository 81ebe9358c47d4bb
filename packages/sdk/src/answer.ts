import type { FetchResponse } from './options.js';

/** One answer, its bytes read once. A web `Response` is only built for those who ask for it. */
export class Answer {
  readonly status: number;
  readonly headers: FetchResponse['headers'];
  /** Undefined when the body was too large to be read. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
  #response: Response | undefined;

  constructor(head: Pick<FetchResponse, 'status' | 'headers'>, bytes?: Uint8Array<ArrayBuffer>) {
    this.status = head.status;
    this.headers = head.headers;
    this.bytes = bytes;
  }

  /** The media type as the server sent it, or an empty string. */
  get contentType(): string {
    return this.headers.get('content-type') ?? '';
  }

  text(): string {
    return new TextDecoder().decode(this.bytes);
  }

  /** The answer as a web `Response`, its body unread. The same object each time. */
  get response(): Response {
    return (this.#response ??= this.#build());
  }

  #build(): Response {
    const { status } = this;
    if (status < 200 || status > 599) return Response.error();
    const headers = new Headers({ 'content-type': this.contentType });
    this.headers.forEach?.((value, name) => headers.set(name, value));
    // These three must not have a body, not even an empty one.
    return new Response([204, 205, 304].includes(status) ? null : (this.bytes ?? null), { status, headers });
  }
}
