import { SDKError } from '../errors.js';
import type { Identity } from '../options.js';
import { readSignedInAccount } from '../wire/account.js';
import { demandFlag, demandObject, demandText } from '../wire/arguments.js';
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
  authenticated: false,
  repeatable: false,
  refusals: { 400: PostUsersSignInDataBadRequest, 401: PostUsersSignInDataUnauthorized },
  plexCodes: {
    1001: ['UNAUTHORIZED', 'wrong login or password'],
    1028: ['VERIFICATION_CODE_INVALID', 'pass a fresh verificationCode'],
    1029: ['VERIFICATION_CODE_REQUIRED', 'pass verificationCode'],
    1030: ['EMAIL_REQUIRED', 'use your e-mail address as login'],
    1031: ['ADDRESS_BLOCKED', 'this address is blocked for now after repeated failures, wait'],
  },
  build(input) {
    const { requestBody, ...identity } = demandRequest(input);
    return { methods: ['POST'], path: '/users/signin', identity, ...(requestBody && encode(requestBody)) };
  },
  read: (body) => ({ userPlexAccount: readSignedInAccount(body) }),
};

function demandRequest(input: PostUsersSignInDataRequest): PostUsersSignInDataRequest {
  demandObject(input, 'request');
  return input;
}

function encode(input: PostUsersSignInDataRequestBody): Pick<OperationRequest, 'form' | 'secrets'> {
  const path = 'request.requestBody';
  const { verificationCode, ...body } = demandObject(input, path);
  const login = demandText(body['login'], `${path}.login`);
  const password = demandText(body['password'], `${path}.password`);
  const rememberMe = String(demandFlag(body['rememberMe'], `${path}.rememberMe`) ?? false);
  const code = verificationCode === undefined ? [] : [demandText(verificationCode, `${path}.verificationCode`)];
  const [sent] = code;
  return {
    form: { login, password, rememberMe, ...(sent && { verificationCode: sent }) },
    secrets: [password, ...code],
  };
}
