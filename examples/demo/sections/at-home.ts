import { errors } from '@ticketstub/sdk';
import type { Section, Stage } from '../play.js';
import { homeRequest, JSON_OF_PLEX_TV, switchRequest } from '../requests.js';
import { failureOf } from '../show.js';

/** Who is in a Home, and how to become one of them. */
export const atHome: Section = {
  title: 'The Plex Home',
  async play(stage) {
    await listUsers(stage);
    await switchToCarla(stage);
  },
};

async function listUsers({ scene, step }: Stage): Promise<void> {
  await step({ title: 'Who is at home?', call: 'home.users' }, async (show) => {
    const users = await scene.client({ accessToken: scene.people.alice.token }).home.users();
    show.exchange(homeRequest(scene.plex), `200 ${JSON_OF_PLEX_TV}`);
    const carla = users.find(({ id }) => id === scene.people.carla.id);
    show.fact('users', users.length, { is: 3 });
    show.fact('Carla is a managed user', carla?.restricted, { is: true });
    show.fact('Carla has an e-mail address', carla?.email !== undefined, { is: false });
    show.fact('Carla has a PIN', carla?.protected, { is: true });
  });
}

async function switchToCarla({ scene, step }: Stage): Promise<void> {
  await step({ title: 'Carla, who has a PIN', call: 'home.switchTo' }, async (show) => {
    const { carla, bruno } = scene.people;
    const { home } = scene.client({ accessToken: bruno.token });
    const error = await failureOf(home.switchTo(carla.uuid));
    show.exchange(switchRequest(scene.plex, carla), `403 ${JSON_OF_PLEX_TV}`);
    show.refusal(error, {
      as: errors.SwitchHomeUserForbidden,
      code: 'HOME_PIN_REQUIRED',
      says: '1041 A valid PIN is required to perform this action',
    });
    const { accessToken } = await home.switchTo(carla.uuid, { pin: carla.pin });
    show.exchange(`${switchRequest(scene.plex, carla)}?pin=…`, `201 ${JSON_OF_PLEX_TV}`);
    await show.token('accessToken', accessToken, { kind: 'home', of: 'carla' });
  });
}
