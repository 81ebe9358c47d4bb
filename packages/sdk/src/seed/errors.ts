export {
  type ArgumentCode,
  type ConnectionAttempt,
  ConnectionError,
  CredentialStoreError,
  type ErrorCode,
  InvalidArgumentError,
  InvalidResponseError,
  type PlexErrorEntry,
  SDKError,
  ServerUnreachableError,
  type StoreErrorCode,
  TicketstubError,
  TimeoutError,
  type TokenRefusal,
  TokenRefusedError,
} from '../errors.js';
export { NoTokenError, type NoTokenReason, SignInAgainError } from '../sign-in-errors.js';
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
