import { errors, type PlexAPI } from '@ticketstub/sdk';
import type { Section, Stage } from '../play.js';
import { DELEGATION, JSON_OF_SERVER, PAGE_OF_SERVER, sourceOf, sourceRequest, tokenRequest } from '../requests.js';
import { failureOf, type Show } from '../show.js';

const HOUR = 60 * 60 * 1000;

/** A transient token dies of age, and of a restart. */
export const lifeOfATransientToken: Section = {
  title: 'How long a transient token lives',
  async play(stage) {
    await growOld(stage);
    await restart(stage);
  },
};

async function growOld({ scene, step }: Stage): Promise<void> {
  const { attic, plex } = scene;
  const source = sourceOf(attic);
  let guest: PlexAPI;
  const madeAt = await step(
    { title: 'A transient token, made now', call: 'authentication.getTransientToken' },
    async (show) => {
      guest = await makeToken({ scene, show });
      return plex.clock.now();
    },
  );
  const age = (): string => `+${Math.floor((plex.clock.now() - madeAt) / HOUR)} h`;

  const still = { title: '47 hours later: accepted', call: 'authentication.getSourceConnectionInformation' };
  await step(still, async (show) => {
    plex.control.advanceClock(47 * HOUR);
    show.fact("the stand-in's clock", age(), { is: '+47 h' });
    const { mediaContainer } = await guest.authentication.getSourceConnectionInformation({ source });
    show.exchange(sourceRequest(attic, source), `200 ${JSON_OF_SERVER}`);
    show.fact('mediaContainer.device[0].name', mediaContainer.device[0]?.name ?? undefined, { is: attic.name });
  });

  const over = { title: '49 hours later: refused', call: 'authentication.getSourceConnectionInformation' };
  await step(over, async (show) => {
    plex.control.advanceClock(2 * HOUR);
    show.fact("the stand-in's clock", age(), { is: '+49 h' });
    const error = await failureOf(guest.authentication.getSourceConnectionInformation({ source }));
    show.exchange(sourceRequest(attic, source), `401 ${PAGE_OF_SERVER}`);
    show.refusal(error, { as: errors.GetSourceConnectionInformationUnauthorized, code: 'UNAUTHORIZED' });
  });
}

async function restart({ scene, step }: Stage): Promise<void> {
  const { attic, plex } = scene;
  const source = sourceOf(attic);
  const heading = { title: 'A fresh one, and Attic restarts: refused', call: 'authentication.getTransientToken' };
  await step(heading, async (show) => {
    const guest = await makeToken({ scene, show });
    await guest.authentication.getSourceConnectionInformation({ source });
    show.exchange(sourceRequest(attic, source), `200 ${JSON_OF_SERVER}`);
    plex.control.restartServer(attic.name);
    const error = await failureOf(guest.authentication.getSourceConnectionInformation({ source }));
    show.exchange(sourceRequest(attic, source), `401 ${PAGE_OF_SERVER}`);
    show.refusal(error, { as: errors.GetSourceConnectionInformationUnauthorized, code: 'UNAUTHORIZED' });
  });
}

/** A client that holds a transient token of Alice's. */
async function makeToken({ scene, show }: Pick<Stage, 'scene'> & { show: Show }): Promise<PlexAPI> {
  const alice = scene.client({ accessToken: scene.people.alice.token });
  const { token } = (await alice.authentication.getTransientToken(DELEGATION)).mediaContainer;
  show.exchange(tokenRequest(scene.attic), `200 ${JSON_OF_SERVER}`);
  await show.token('mediaContainer.token', token, { kind: 'transient', of: 'alice' });
  return alice.withToken(token);
}
