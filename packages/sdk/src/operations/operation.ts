import type { Answer } from '../answer.js';
import { type Refusal, SDKError } from '../errors.js';
import type { Target } from '../wire/address.js';

/** One request, before anyone knows where it goes. */
export interface OperationRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the base address, query included. */
  readonly path: string;
  /** Each beats what the client would send under its name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The body's media type. Default `application/x-www-form-urlencoded`. */
  readonly contentType?: string;
  /** What must never be shown, besides the token. */
  readonly secrets?: string[];
}

/** What the transport must know of an endpoint. */
export interface OperationTraits {
  readonly name: string;
  /** Whose base address it goes to. */
  readonly target: Target;
  /** True for what goes without a token. */
  readonly anonymous?: boolean;
  /** False for what must not be sent twice unless the call itself says so. */
  readonly repeatable: boolean;
  /** The class for a status; `SDKError` for those that have none. */
  readonly refusals?: Readonly<Partial<Record<number, new (refusal: Refusal) => SDKError>>>;
}

/** A dead token gets 422 where Plex's paths are older than `/api/v2`. https://github.com/pushingkarmaorg/python-plexapi/issues/1138 */
export class DeadTokenError extends SDKError {
  constructor(refusal: Refusal) {
    super({ ...refusal, code: 'UNAUTHORIZED', message: '422 UNAUTHORIZED; the token is dead' });
  }
}

/** One endpoint: what it sends and what it makes of the answer. Both pure. */
export interface Operation<Input, Payload extends object> extends OperationTraits {
  /** @throws InvalidArgumentError before anything is sent. */
  build(input: Input): OperationRequest;
  /**
   * Makes something of the answer's JSON; `undefined` when it is none, or empty.
   * @throws Mismatch when the answer lacks what nobody can do without.
   */
  read(body: unknown, answer: Answer): Payload;
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
