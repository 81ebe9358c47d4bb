import { errors, type HomeUser, PlexAPI } from '@ticketstub/sdk';

/** Hands the program over to somebody of the Home, asking for their PIN until it is right. */
export async function switchInTheHome(
  client: { clientID: string; accessToken: string },
  choose: (users: readonly HomeUser[]) => Promise<HomeUser>,
  askForPin: (name: string) => Promise<string>,
): Promise<{ accessToken: string; name: string }> {
  const { home } = new PlexAPI(client);
  const user = await choose(await home.users());

  for (;;) {
    const pin = user.protected ? await askForPin(user.title) : undefined;
    try {
      const { accessToken } = await home.switchTo(user, { pin });
      return { accessToken, name: user.title };
    } catch (error) {
      const wrongPin = error instanceof errors.SwitchHomeUserForbidden && error.code === 'HOME_PIN_INVALID';
      if (!wrongPin) throw error;
    }
  }
}
