import { errors, PlexAPI } from '@ticketstub/sdk';

/** Whether a stored token still works. One answer says that it is dead; every other failure says nothing about it. */
export async function checkStoredToken(accessToken: string): Promise<'alive' | 'dead' | 'unknown'> {
  const plex = new PlexAPI({ accessToken });

  try {
    await plex.authentication.getTokenDetails();
    return 'alive';
  } catch (error) {
    if (error instanceof errors.GetTokenDetailsUnauthorized) return 'dead';
    if (error instanceof errors.TicketstubError) return 'unknown';
    throw error;
  }
}
