import { PlexAPI, type PlexAPIOptions } from '@ticketstub/sdk';

/** Shows where to sign in, and gives the token once somebody has; undefined when the PIN expired first. */
export async function signInWithPin(
  client: PlexAPIOptions & { clientID: string; clientName: string },
  show: (where: { url: string; code: string }) => void,
  countDown: (secondsLeft: number) => void,
): Promise<string | undefined> {
  const plex = new PlexAPI(client);

  const pin = await plex.pins.create();
  show({ url: plex.pins.linkURL(pin), code: pin.code });

  const outcome = await plex.pins.waitUntilClaimed(pin, {
    onTick: ({ remaining }) => countDown(Math.ceil(remaining / 1000)),
  });

  return outcome.state === 'claimed' ? outcome.authToken : undefined;
}
