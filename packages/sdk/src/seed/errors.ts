export {
  type ArgumentCode,
  type ConnectionAttempt,
  ConnectionError,
  CredentialStoreError,
  type ErrorCode,
  InvalidArgumentError,
  InvalidResponseError,
  NoTokenError,
  type NoTokenReason,
  type PlexErrorEntry,
  SDKError,
  ServerUnreachableError,
  SignInAgainError,
  type StoreErrorCode,
  TicketstubError,
  TimeoutError,
  type TokenRefusal,
  TokenRefusedError,
} from '../errors.js';
export {
  GetSourceConnectionInformationBadRequest,
  GetSourceConnectionInformationUnauthorized,
} from '../operations/get-source-connection-information.js';
export { GetTokenDetailsBadRequest, GetTokenDetailsUnauthorized } from '../operations/get-token-details.js';
export { GetTransientTokenBadRequest, GetTransientTokenUnauthorized } from '../operations/get-transient-token.js';
export { IssueTokenError } from '../operations/issue-token.js';
export {
  PostUsersSignInDataBadRequest,
  PostUsersSignInDataUnauthorized,
} from '../operations/post-users-sign-in-data.js';
export { SwitchHomeUserForbidden } from '../operations/switch-home-user.js';
export { DeviceKeyTakenError } from '../operations/register-key.js';
