/** The operations the stand-in answers, by the names that faults and the request log use. */
export const operationNames = [
  'getTransientToken',
  'getSourceConnectionInformation',
  'getTokenDetails',
  'postUsersSignInData',
  'signOut',
  'ping',
  'createPin',
  'getPin',
  'approvePin',
  'getPinInfo',
  'getPinQr',
  'registerKey',
  'getNonce',
  'issueToken',
  'getAuthKeys',
  'getResources',
  'getHomeUsers',
  'switchHomeUser',
  'showAuthPage',
  'showLinkPage',
  'legacySignIn',
  'getLegacyAccount',
  'getIdentity',
  'getServerRoot',
] as const;

/** One of the operations the stand-in answers. */
export type OperationName = (typeof operationNames)[number];
