import { type DeviceKey, memoryStore, type PlexAPI, type TokenSource } from '@ticketstub/sdk';
import type { Section, Stage } from '../play.js';
import { JSON_OF_PLEX_TV, nonceRequest, pinRequest, tokenExchange, userRequest } from '../requests.js';

const DAY = 24 * 60 * 60 * 1000;

/** A device key, linked by a PIN, and the JWTs that are issued to it week by week. */
export const tokenThatRenewsItself: Section = {
  title: 'A token that renews itself',
  async play(stage) {
    const plex = stage.scene.client({ clientID: 'ticketstub-demo-keys', clock: stage.scene.plex.clock });
    const key = await linkKey(stage, plex);
    const token = await getToken(stage, plex, key);
    await renew(stage, plex, token);
  },
};

function linkKey({ scene, step }: Stage, plex: PlexAPI): Promise<DeviceKey> {
  return step({ title: 'A key, linked by a PIN', call: 'pins.create' }, async (show) => {
    const key = await plex.deviceKeys.generate();
    const pin = await plex.pins.create({ key, strong: true });
    show.exchange(`POST ${scene.plex.endpoints.clients}/pins`, `201 ${JSON_OF_PLEX_TV}`);
    await scene.client({ accessToken: scene.people.bruno.token }).pins.approve(pin.code);
    show.exchange(`PUT ${scene.plex.endpoints.account}/pins/link`, '204', 'Bruno says yes');
    const outcome = await plex.pins.waitUntilClaimed(pin, { key });
    show.exchange(`${pinRequest(scene.plex, pin)}?deviceJWT=…`, `200 ${JSON_OF_PLEX_TV}`);
    show.fact('state', outcome.state, { is: 'claimed' });
    return key;
  });
}

interface Renewable {
  readonly source: TokenSource;
  readonly first: string;
}

function getToken({ scene, step }: Stage, plex: PlexAPI, key: DeviceKey): Promise<Renewable> {
  return step({ title: 'A JWT for it, and a store that keeps both', call: 'deviceKeys.tokenSource' }, async (show) => {
    const store = memoryStore();
    await store.write('bruno', await plex.deviceKeys.credential(key));
    const source = plex.deviceKeys.tokenSource({ store, name: 'bruno' });
    const first = await source();
    show.exchange(nonceRequest(scene.plex), `200 ${JSON_OF_PLEX_TV}`);
    show.exchange(tokenExchange(scene.plex), `200 ${JSON_OF_PLEX_TV}`);
    await show.token('the token', first, { kind: 'jwt', of: 'bruno' });
    return { source, first };
  });
}

async function renew({ scene, step }: Stage, plex: PlexAPI, { source, first }: Renewable): Promise<void> {
  await step({ title: 'Eight days later', call: 'authentication.getTokenDetails' }, async (show) => {
    scene.plex.control.advanceClock(8 * DAY);
    const { userPlexAccount } = await plex.withToken(source).authentication.getTokenDetails();
    show.exchange(nonceRequest(scene.plex), `200 ${JSON_OF_PLEX_TV}`, 'the old one lived for seven');
    show.exchange(tokenExchange(scene.plex), `200 ${JSON_OF_PLEX_TV}`);
    show.exchange(userRequest(scene.plex), `200 ${JSON_OF_PLEX_TV}`);
    show.fact('userPlexAccount.username', userPlexAccount.username ?? undefined, { is: scene.people.bruno.username });
    const second = await source();
    show.fact('it is the same token', second === first, { is: false });
    await show.token('the token', second, { kind: 'jwt', of: 'bruno' });
  });
}
