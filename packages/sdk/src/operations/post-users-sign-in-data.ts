import { SDKError } from '../errors.js';
import type { Identity } from '../options.js';
import { readSignedInAccount } from '../wire/account.js';
import { demandObject, demandText } from '../wire/arguments.js';
import { identityHeaders } from '../wire/identity-headers.js';
import type { SignedInPlexAccount } from '../wire/user-plex-account.js';
import type { Operation, OperationRequest, ResponseEnvelope } from './operation.js';

/** What is signed in with. */
export interface PostUsersSignInDataRequestBody {
  /** E-mail address or username. Some accounts take the address only. */
  login: string;
  password: string;
  /** Default false. */
  rememberMe?: boolean | undefined;
  /** Six digits, for accounts with two-factor authentication. */
  verificationCode?: string | undefined;
}

/** The credentials, and who is asking: each member given here beats the client's own. */
export interface PostUsersSignInDataRequest extends Pick<
  Identity,
  'clientID' | 'clientName' | 'clientVersion' | 'clientPlatform' | 'deviceName'
> {
  requestBody?: PostUsersSignInDataRequestBody | undefined;
}

/** The envelope, and the account with its new token. */
export interface PostUsersSignInDataResponse extends ResponseEnvelope {
  readonly userPlexAccount: SignedInPlexAccount;
}

/** 400: plex.tv could not make sense of the request, such as one without a client identifier (Plex's 1000). */
export class PostUsersSignInDataBadRequest extends SDKError {
  override get name(): string {
    return 'PostUsersSignInDataBadRequest';
  }
}

/** 401: refused. `code` says whether a verification code, the e-mail address or patience is wanted. */
export class PostUsersSignInDataUnauthorized extends SDKError {
  override get name(): string {
    return 'PostUsersSignInDataUnauthorized';
  }
}

/** `POST /users/signin` below the account base, form-encoded, without a token. */
export const postUsersSignInDataOperation: Operation<
  PostUsersSignInDataRequest,
  { userPlexAccount: SignedInPlexAccount }
> = {
  name: 'postUsersSignInData',
  target: 'account',
  anonymous: true,
  repeatable: false,
  refusals: { 400: PostUsersSignInDataBadRequest, 401: PostUsersSignInDataUnauthorized },
  build(input) {
    demandObject(input, 'request');
    const { requestBody, ...identity } = input;
    const headers = identityHeaders(identity);
    return { method: 'POST', path: '/users/signin', headers, ...(requestBody && encode(requestBody)) };
  },
  read: (body) => ({ userPlexAccount: readSignedInAccount(body) }),
};

function encode(body: PostUsersSignInDataRequestBody): Pick<OperationRequest, 'body' | 'secrets'> {
  const argument = 'request.requestBody';
  const { login, password, rememberMe = false, verificationCode } = body;
  const form = new URLSearchParams({
    login: demandText(login, `${argument}.login`),
    password: demandText(password, `${argument}.password`),
    rememberMe: `${rememberMe}`,
  });
  const secrets = [password];
  if (verificationCode !== undefined) {
    form.set('verificationCode', demandText(verificationCode, `${argument}.verificationCode`));
    secrets.push(verificationCode);
  }
  return { body: `${form}`, secrets };
}
