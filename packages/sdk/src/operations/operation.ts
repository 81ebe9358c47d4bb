import type { ErrorCode, Refusal, SDKError } from '../errors.js';
import type { Identity } from '../options.js';

/** One request, before anyone knows where it goes. */
export interface OperationRequest {
  /** Tried in turn: the next one only where the server does not know the one before (404, 405). */
  readonly methods: readonly ('GET' | 'POST')[];
  /** Below the base address. */
  readonly path: string;
  readonly query?: Record<string, string>;
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: Record<string, string>;
  /** Beats the client's own, member by member. */
  readonly identity?: Identity;
  /** What must never be shown, besides the token. */
  readonly secrets?: readonly string[];
}

/** What the transport must know of an endpoint. */
export interface OperationTraits {
  readonly name: string;
  /** Whose base address it goes to. */
  readonly target: 'account' | 'server';
  /** Whether the token goes with it. */
  readonly authenticated: boolean;
  /** False for what must not be sent twice unless the call itself says so. */
  readonly repeatable: boolean;
  /** The classes for 400 and 401. */
  readonly refusals: Readonly<Record<400 | 401, new (refusal: Refusal) => SDKError>>;
  /** What Plex's numbers mean here, and what to do about it. */
  readonly plexCodes?: Readonly<Record<number, readonly [ErrorCode, string]>>;
}

/** One endpoint: what it sends and what it makes of the answer. Both pure. */
export interface Operation<Input, Payload extends object> extends OperationTraits {
  /** @throws InvalidArgumentError before anything is sent. */
  build(input: Input): OperationRequest;
  /** @throws Mismatch when the answer lacks what nobody can do without. */
  read(body: unknown): Payload;
}

/** What every answer comes in. */
export interface ResponseEnvelope {
  /** The HTTP status. */
  readonly statusCode: number;
  /** The answer's media type. */
  readonly contentType: string;
  /** The whole answer as a web `Response`, its body unread. Built at first use. */
  readonly rawResponse: Response;
}
