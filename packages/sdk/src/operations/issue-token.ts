import { type Refusal, SDKError } from '../errors.js';
import { isRecord, Mismatch, text } from '../wire/read.js';
import type { Operation } from './operation.js';

/** Plex's number for a device JWT whose key it doesn't know, with a status that nobody has published. */
const NO_KEY = 1097;

/**
 * plex.tv issues no token. `KEY_UNKNOWN`: it has no such key for this client identifier, because the device was removed or
 * never registered it, and its owner must sign in again. `UNPROCESSABLE` and `TOKEN_EXPIRED` are mostly a clock that is wrong.
 */
export class IssueTokenError extends SDKError {
  constructor(refusal: Refusal) {
    const { errors = [], answer, message } = refusal;
    if (errors[0]?.code === NO_KEY)
      super({ ...refusal, code: 'KEY_UNKNOWN', message: `${answer.status} KEY_UNKNOWN; sign in again` });
    else if (answer.status === 422 || answer.status === 498)
      super({ ...refusal, message: `${message}; is this device’s clock right?` });
    else super(refusal);
  }

  override get name(): string {
    return 'IssueTokenError';
  }
}

/** What is exchanged: a JWT that the device signed, and the nonce in it. */
export interface IssueTokenRequest {
  readonly jwt: string;
  readonly nonce: string;
}

/** `POST /auth/token` below the clients base. Not repeated: its nonce works once. https://developer.plex.tv/pms/ */
export const issueTokenOperation: Operation<IssueTokenRequest, { authToken: string }> = {
  name: 'issueToken',
  target: 'clients',
  anonymous: true,
  repeatable: false,
  refusals: {
    400: IssueTokenError,
    401: IssueTokenError,
    403: IssueTokenError,
    404: IssueTokenError,
    409: IssueTokenError,
    410: IssueTokenError,
    422: IssueTokenError,
    498: IssueTokenError,
  },
  build: ({ jwt, nonce }) => ({
    method: 'POST',
    path: '/auth/token',
    body: JSON.stringify({ jwt }),
    contentType: 'application/json',
    secrets: [jwt, nonce],
  }),
  read(body) {
    const { auth_token: official, authToken, token } = isRecord(body) ? body : {};
    const found = text(official) || text(authToken) || text(token);
    if (!found) throw new Mismatch('it lacks auth_token');
    return { authToken: found };
  },
};
