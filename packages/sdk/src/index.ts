export { PlexCore } from './core.js';
export type { DeviceKey, DevicePrivateJwk, DevicePublicJwk } from './crypto/device-key.js';
export type { PublicJwk } from './crypto/ed25519.js';
export type { Explanation, ExplainedPlace, ExplainedToken, Fit } from './credentials/explain.js';
export type {
  Destination,
  Facts,
  Held,
  HeldKey,
  HeldToken,
  HomePerson,
  JwtTrial,
  TokenKind,
  TokenRefusal,
  ToldHome,
  ToldServers,
} from './credentials/held.js';
export type {
  AddKeyInput,
  AdoptInput,
  ForOptions,
  OpenCredentialsInput,
  PinAsk,
  UsableToken,
} from './credentials/inputs.js';
export type { KeepFailure, KeepInput } from './credentials/keeper.js';
export type { PersonCredentials } from './credentials/person-credentials.js';
export { plan, type Plan } from './credentials/plan.js';
export type { VerdictOptions } from './flows/access-verdict.js';
export { clockFrom, type FollowedClock } from './flows/clock-from.js';
export type { ConnectedServer, ConnectInput } from './flows/connect.js';
export type { SealKey } from './crypto/seal.js';
export {
  type RateGovernor,
  type Asking,
  rateGovernor,
  type RateGovernorOptions,
  type Urgency,
} from './flows/governor.js';
export { installationID, type InstallationOptions } from './flows/installation-id.js';
export type { IssuedToken, IssueTokenInput, TokenScope } from './flows/issue-token.js';
export type { SignedIn, SignInInput, VerificationCodeAsk } from './flows/sign-in.js';
export type { SignInAgainEvent, TokenSource, TokenSourceInput, TokenWait } from './flows/token-source.js';
export type { ExpectedToken, VerifiedToken, VerifyOptions } from './flows/verify-token.js';
export type { PinOutcome } from './flows/ask-pin.js';
export type { CheckedAccount, TokenCheck } from './functions/check-token.js';
export type { PinTick, WaitInput } from './flows/wait-until-claimed.js';
export type { GetPinInput } from './functions/get-pin.js';
export type { RegisteredKey } from './functions/register-key.js';
export { getSourceConnectionInformation } from './functions/get-source-connection-information.js';
export { getTokenDetails } from './functions/get-token-details.js';
export { getTransientToken } from './functions/get-transient-token.js';
export { postUsersSignInData } from './functions/post-users-sign-in-data.js';
export {
  type ConnectableServer,
  rankConnections,
  type RankConnectionsInput,
  type RankedConnection,
} from './functions/rank-connections.js';
export type { Switched, SwitchInput } from './functions/switch-home-user.js';
export type { Access } from './namespaces/access.js';
export type { Account } from './namespaces/account.js';
export type { Authentication } from './namespaces/authentication.js';
export type { DeviceKeyOptions, DeviceKeys } from './namespaces/device-keys.js';
export type { Home } from './namespaces/home.js';
export type { Credentials } from './namespaces/credentials.js';
export type { Devices } from './namespaces/devices.js';
export type { Pins } from './namespaces/pins.js';
export type { Resources } from './namespaces/resources.js';
export type { CreatePinInput } from './operations/create-pin.js';
export type { ListResourcesInput } from './operations/get-resources.js';
export type { SwitchedAccount } from './operations/switch-home-user.js';
export type {
  AccessToken,
  BackoffStrategy,
  CallDefaults,
  CallOptions,
  Clock,
  FetchInit,
  FetchLike,
  FetchResponse,
  Identity,
  PlexAPIOptions,
  PlexCoreOptions,
  PlexEndpoints,
  RetryConfig,
} from './options.js';
export { PlexAPI } from './plex-api.js';
export * as errors from './seed/errors.js';
export * as operations from './seed/operations.js';
export type { PlexDevice } from './wire/device.js';
export type { AccountTokenCredential, Credential, ListedCredential } from './stores/credential.js';
export type {
  ChangeOptions,
  CredentialStore,
  Lease,
  ListOptions,
  StoredCredential,
  StoreOptions,
} from './stores/credential-store.js';
export { parseCredential, stringifyCredential, listedCredential } from './stores/credential.js';
export type { DeviceKeyCredential } from './stores/device-key-credential.js';
export { memoryStore, type MemoryStoreOptions } from './stores/memory-store.js';
export {
  type Resealed,
  type ResealOptions,
  type SealedStore,
  sealedStore,
  type UnopenedCredential,
} from './stores/sealed-store.js';
export type {
  AccessEvidence,
  AccessSeen,
  AccessServer,
  AccessVerdict,
  AnsweredEvidence,
  GraceEvidence,
  Standing,
  VerdictError,
} from './wire/access-verdict.js';
export type { AuthAppContext, AuthAppInput } from './wire/auth-app.js';
export type { TokenClaims, TokenUser } from './wire/claims.js';
export type { DeviceKeyHandle, ForeignJwk } from './wire/device-jwk.js';
export type { ClaimToken } from './wire/claim-token.js';
export type { HomeUser } from './wire/home-user.js';
export type { KeyConsequences } from './wire/key-consequences.js';
export type { Pin, PinState } from './wire/pin.js';
export type { ServerIdentity } from './wire/media-container.js';
export type { PlexResource, ResourceConnection } from './wire/resource.js';
export type { ServerOffer } from './wire/server-offer.js';
export type { WebRequest } from './web/cookies.js';
export { memoryUsed, type MemoryUsedOptions, type UsedAttempts } from './web/used-attempts.js';
export {
  type BegunSignIn,
  type BeginInput,
  type FinishedSignIn,
  type WebSignedIn,
  type WebSignIn,
  webSignIn,
  type WebSignInOptions,
} from './web/web-sign-in.js';
export { type UnfinishedSignIn, webSignInHandler, type WebSignInHandlerOptions } from './web/web-sign-in-handler.js';
