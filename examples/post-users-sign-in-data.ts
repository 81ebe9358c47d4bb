import { PlexAPI } from '@ticketstub/sdk';

/** A token for the account of `login`, who gave the six digits of a two-factor app. */
export async function signInWithCode(login: string, password: string, verificationCode: string): Promise<string> {
  const plex = new PlexAPI({ clientID: 'gcgzw5rz2xovp84b4vha3a40', clientName: 'My App' });

  const { userPlexAccount } = await plex.authentication.postUsersSignInData({
    requestBody: { login, password, verificationCode },
  });

  return userPlexAccount.authToken;
}
