// @ctrl/plex: its addresses are members that can be written to. Its sign-in is the one of before v2.
import { MyPlexAccount } from '@ctrl/plex';

export function connect({ origin, token, login, password }) {
  MyPlexAccount.key = `${origin}/api/v2/user`;
  return {
    account: async () => (await new MyPlexAccount(null, '', '', token).connect()).uuid,
    signIn: async () => {
      const account = new MyPlexAccount(null, login, password);
      account.SIGNIN = `${origin}/users/sign_in.json`;
      return (await account.connect()).token;
    },
    close: () => {},
  };
}
