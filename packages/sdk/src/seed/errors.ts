export {
  type ArgumentCode,
  type ConnectionAttempt,
  ConnectionError,
  type ErrorCode,
  InvalidArgumentError,
  InvalidResponseError,
  type PlexErrorEntry,
  SDKError,
  ServerUnreachableError,
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
export {
  PostUsersSignInDataBadRequest,
  PostUsersSignInDataUnauthorized,
} from '../operations/post-users-sign-in-data.js';
export { SwitchHomeUserForbidden } from '../operations/switch-home-user.js';
