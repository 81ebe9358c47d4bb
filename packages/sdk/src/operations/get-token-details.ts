import { SDKError } from '../errors.js';
import { readAccount } from '../wire/account.js';
import type { UserPlexAccount } from '../wire/user-plex-account.js';
import type { Operation, ResponseEnvelope } from './operation.js';

/** The envelope, and the account behind the token. */
export interface GetTokenDetailsResponse extends ResponseEnvelope {
  readonly userPlexAccount: UserPlexAccount;
}

/** 400: plex.tv could not make sense of the request, such as one without a client identifier. */
export class GetTokenDetailsBadRequest extends SDKError {
  override get name(): string {
    return 'GetTokenDetailsBadRequest';
  }
}

/** 401: the token is dead. The one answer after which a stored token may be thrown away. */
export class GetTokenDetailsUnauthorized extends SDKError {
  override get name(): string {
    return 'GetTokenDetailsUnauthorized';
  }
}

/** `GET /user` below the account base. */
export const getTokenDetailsOperation: Operation<void, { userPlexAccount: UserPlexAccount }> = {
  name: 'getTokenDetails',
  target: 'account',
  repeatable: true,
  refusals: { 400: GetTokenDetailsBadRequest, 401: GetTokenDetailsUnauthorized },
  build: () => ({ method: 'GET', path: '/user' }),
  read: (body) => ({ userPlexAccount: readAccount(body) }),
};
