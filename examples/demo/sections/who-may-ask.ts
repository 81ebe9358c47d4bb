import { errors, type PlexAPI } from '@ticketstub/sdk';
import type { Section, Stage } from '../play.js';
import { DELEGATION, JSON_OF_SERVER, PAGE_OF_SERVER, sourceOf, sourceRequest, tokenRequest } from '../requests.js';
import { failureOf } from '../show.js';

/** Sources are for admins, and for those whom an admin lends a transient token. */
export const whoMayAsk: Section = {
  title: 'Who may ask for a source',
  async play(stage) {
    const dana = await refuseFriend(stage);
    await refuseTokenOfFriend(dana, stage);
    await admitLoan(stage);
  },
};

async function refuseFriend({ scene, step }: Stage): Promise<PlexAPI> {
  const heading = {
    title: 'Dana, a friend of the house: refused',
    call: 'authentication.getSourceConnectionInformation',
  };
  return step(heading, async (show) => {
    const { attic, people } = scene;
    const source = sourceOf(attic);
    const token = people.dana.serverTokens[attic.machineIdentifier] ?? '';
    const dana = scene.client({ accessToken: token });
    await show.token('her token for Attic', token, { kind: 'server', of: 'dana' });
    const error = await failureOf(dana.authentication.getSourceConnectionInformation({ source }));
    show.exchange(sourceRequest(attic, source), `403 ${PAGE_OF_SERVER}`);
    show.refusal(error, { as: errors.SDKError, code: 'FORBIDDEN' });
    return dana;
  });
}

async function refuseTokenOfFriend(dana: PlexAPI, { scene, step }: Stage): Promise<void> {
  const heading = {
    title: 'A transient token of hers: refused',
    call: 'authentication.getSourceConnectionInformation',
  };
  await step(heading, async (show) => {
    const source = sourceOf(scene.attic);
    const { token } = (await dana.authentication.getTransientToken(DELEGATION)).mediaContainer;
    show.exchange(tokenRequest(scene.attic), `200 ${JSON_OF_SERVER}`);
    await show.token('mediaContainer.token', token, { kind: 'transient', of: 'dana' });
    const error = await failureOf(dana.withToken(token).authentication.getSourceConnectionInformation({ source }));
    show.exchange(sourceRequest(scene.attic, source), `403 ${PAGE_OF_SERVER}`);
    show.refusal(error, { as: errors.SDKError, code: 'FORBIDDEN' });
  });
}

async function admitLoan({ scene, step }: Stage): Promise<void> {
  const heading = {
    title: "A transient token of Alice's: let in",
    call: 'authentication.getSourceConnectionInformation',
  };
  await step(heading, async (show) => {
    const { attic, people } = scene;
    const source = sourceOf(attic);
    const alice = scene.client({ accessToken: people.alice.token });
    const { token } = (await alice.authentication.getTransientToken(DELEGATION)).mediaContainer;
    show.exchange(tokenRequest(attic), `200 ${JSON_OF_SERVER}`);
    await show.token('mediaContainer.token', token, { kind: 'transient', of: 'alice' });
    const { mediaContainer } = await alice.withToken(token).authentication.getSourceConnectionInformation({ source });
    show.exchange(sourceRequest(attic, source), `200 ${JSON_OF_SERVER}`);
    const [device] = mediaContainer.device;
    show.fact('mediaContainer.device[0].name', device?.name ?? undefined, { is: attic.name });
    await show.token('mediaContainer.device[0].accessToken', device?.accessToken, { kind: 'transient', of: 'alice' });
  });
}
