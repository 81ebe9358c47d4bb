import { type operations, PlexAPI } from '@ticketstub/sdk';

/** How to reach `source`, such as `provider://provider-identifier`, and a token for it. */
export async function findSource(
  serverURL: string,
  accessToken: string,
  source: string,
): Promise<operations.SourceDevice[]> {
  const plex = new PlexAPI({ serverURL, accessToken });

  const { mediaContainer } = await plex.authentication.getSourceConnectionInformation({ source });

  return mediaContainer.device;
}
