import sdk = require('@ticketstub/sdk');

const plex: sdk.PlexAPI = new sdk.PlexAPI({ accessToken: () => 'a-token-of-nobody' });
const answer: Promise<sdk.operations.GetTokenDetailsResponse> = plex.authentication.getTokenDetails();
export const title: Promise<string | null | undefined> = answer.then(({ userPlexAccount }) => userPlexAccount.title);
export const isOurs = (error: unknown): error is sdk.errors.SDKError => error instanceof sdk.errors.SDKError;
