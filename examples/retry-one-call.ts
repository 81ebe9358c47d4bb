import { type operations, PlexAPI } from '@ticketstub/sdk';

/** The provider's connection details, asked for again for up to twenty seconds while the server is busy. */
export async function findProvider(serverURL: string, accessToken: string): Promise<operations.SourceDevice[]> {
  const plex = new PlexAPI({ accessToken, serverURL });

  const { mediaContainer } = await plex.authentication.getSourceConnectionInformation(
    { source: 'provider://provider-identifier' },
    {
      retries: {
        strategy: 'backoff',
        backoff: { initialInterval: 500, maxInterval: 5000, exponent: 1.5, maxElapsedTime: 20_000 },
        retryConnectionErrors: false,
      },
    },
  );

  return mediaContainer.device;
}
