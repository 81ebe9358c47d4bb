import { errors, type PlexAPI } from '@ticketstub/sdk';

/** Whose token this is, by Plex's signature; undefined when nobody should be let in by it. */
export async function holderOf(plex: PlexAPI, token: string): Promise<{ id: number; name: string } | undefined> {
  try {
    const { user } = await plex.deviceKeys.verifyToken(token);
    return { id: user.id, name: user.friendlyName ?? user.username ?? `Plex user ${user.id}` };
  } catch (error) {
    if (error instanceof errors.TokenRefusedError) return undefined;
    // Plex's keys could not be had: nothing is known about the token, so nobody comes in either.
    throw error;
  }
}
