export type { ResponseEnvelope } from '../operations/operation.js';
export {
  type GetSourceConnectionInformationRequest,
  type GetSourceConnectionInformationResponse,
} from '../operations/get-source-connection-information.js';
export type { GetTokenDetailsResponse } from '../operations/get-token-details.js';
export {
  GetTransientTokenQueryParamType,
  type GetTransientTokenRequest,
  type GetTransientTokenResponse,
  Scope,
} from '../operations/get-transient-token.js';
export type {
  PostUsersSignInDataRequest,
  PostUsersSignInDataRequestBody,
  PostUsersSignInDataResponse,
} from '../operations/post-users-sign-in-data.js';
export type {
  SourceConnection,
  SourceContainer,
  SourceDevice,
  TransientTokenContainer,
} from '../wire/media-container.js';
export type {
  OpenEnum,
  SignedInPlexAccount,
  SubscriptionBilling,
  SubscriptionEntry,
  UserPlexAccount,
  UserProfile,
  UserService,
  UserSubscription,
} from '../wire/user-plex-account.js';
