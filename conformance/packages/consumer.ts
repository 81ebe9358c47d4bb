import { type CredentialStore, errors, operations, PlexAPI, type RetryConfig } from '@ticketstub/sdk';
import { postgresStore } from '@ticketstub/sdk/postgres';

const retries: RetryConfig = { strategy: 'none' };
const request = { type: operations.GetTransientTokenQueryParamType.DELEGATION, scope: operations.Scope.ALL };
const answer = new PlexAPI({ serverURL: 'https://192.0.2.1:32400' }).authentication.getTransientToken(request, {
  retries,
});
export const token: Promise<string> = answer.then(({ mediaContainer }) => mediaContainer.token);
export const code = (error: unknown): string => (error instanceof errors.TicketstubError ? error.code : 'UNKNOWN');
export const store: CredentialStore = postgresStore({ query: () => Promise.resolve({ rows: [] }) });
