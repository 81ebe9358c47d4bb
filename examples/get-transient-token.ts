import { operations, PlexAPI } from '@ticketstub/sdk';

/** A temporary token of the media server at `serverURL`, with the same access level as `accessToken`. */
export async function temporaryToken(serverURL: string, accessToken: string): Promise<string> {
  const plex = new PlexAPI({ serverURL, accessToken });

  const { mediaContainer } = await plex.authentication.getTransientToken({
    type: operations.GetTransientTokenQueryParamType.DELEGATION,
    scope: operations.Scope.ALL,
  });

  return mediaContainer.token;
}
