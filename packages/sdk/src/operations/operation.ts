import type { Refusal, SDKError } from '../errors.js';
import type { Identity } from '../options.js';

/** One request, before anyone knows where it goes. */
export interface OperationRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the base address, query included. */
  readonly path: string;
  /** An `application/x-www-form-urlencoded` body. */
  readonly form?: URLSearchParams;
  /** Beats the client's own, member by member. */
  readonly identity?: Identity;
  /** What must never be shown, besides the token. */
  readonly secrets?: string[];
}

/** What the transport must know of an endpoint. */
export interface OperationTraits {
  readonly name: string;
  /** Whose base address it goes to. */
  readonly target: 'account' | 'clients' | 'server';
  /** True for what goes without a token. */
  readonly anonymous?: boolean;
  /** False for what must not be sent twice unless the call itself says so. */
  readonly repeatable: boolean;
  /** The classes for 400 and 401. */
  readonly refusals: Readonly<Record<400 | 401, new (refusal: Refusal) => SDKError>>;
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
  /** The answer's media type. Not enumerable, and not for a `Proxy` of the result. */
  readonly contentType: string;
  /** The whole answer as a web `Response`, its body unread. Made at each use. Not enumerable, and not for a `Proxy` of the result. */
  readonly rawResponse: Response;
}
