import { PlexAPI } from '@ticketstub/sdk';

/** What to do with a token that was stored. */
export async function keepOrDropToken(
  client: { clientID: string },
  stored: string,
): Promise<'use it' | 'renew it' | 'drop it' | 'keep it for later'> {
  const { account } = new PlexAPI(client);

  const check = await account.checkToken(stored);

  switch (check.state) {
    case 'valid':
      return 'use it';
    case 'invalid':
      return check.reason === 'expired' ? 'renew it' : 'drop it';
    case 'unknown':
      return 'keep it for later';
  }
}
