import type { PersonCredentials } from '@ticketstub/sdk';

/** Whether credentials are somebody's, or nobody's: a sign-in that has ended is still whose it was, and a key is somebody's. */
export async function isFreeFor(uuid: string, credentials: PersonCredentials): Promise<boolean> {
  const { person, hasKey, tokens } = await credentials.explain();
  if (person !== undefined) return person === uuid;
  return !hasKey && tokens.every(({ kind }) => kind !== 'account');
}
