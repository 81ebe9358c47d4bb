import type { PlexAPI } from '@ticketstub/sdk';
import type { Section, Stage } from '../play.js';
import {
  DELEGATION,
  JSON_OF_PLEX_TV,
  JSON_OF_SERVER,
  signInRequest,
  sourceOf,
  sourceRequest,
  tokenRequest,
  userRequest,
} from '../requests.js';

/** Alice signs in and uses what she gets: each of the four operations, sources of both kinds. */
export const fourOperations: Section = {
  title: 'The four operations',
  async play(stage) {
    const alice = stage.scene.client({ accessToken: await signIn(stage) });
    await askWhoseTokenItIs(alice, stage);
    await askForTransientToken(alice, stage);
    await askForServer(alice, stage);
    await askForProvider(alice, stage);
  },
};

function signIn({ scene, step }: Stage): Promise<string> {
  const heading = { title: 'Alice signs in', call: 'authentication.postUsersSignInData' };
  return step(heading, async (show) => {
    const { email, password, username } = scene.people.alice;
    const { userPlexAccount: account } = await scene
      .client()
      .authentication.postUsersSignInData({ requestBody: { login: email, password } });
    show.exchange(signInRequest(scene.plex), `201 ${JSON_OF_PLEX_TV}`);
    show.fact('userPlexAccount.username', account.username ?? undefined, { is: username });
    await show.token('userPlexAccount.authToken', account.authToken, { kind: 'account', of: 'alice' });
    return account.authToken;
  });
}

async function askWhoseTokenItIs(alice: PlexAPI, { scene, step }: Stage): Promise<void> {
  await step({ title: 'Whose token is it?', call: 'authentication.getTokenDetails' }, async (show) => {
    const { id, uuid, username } = scene.people.alice;
    const { userPlexAccount: account } = await alice.authentication.getTokenDetails();
    show.exchange(userRequest(scene.plex), `200 ${JSON_OF_PLEX_TV}`);
    show.fact('userPlexAccount.id', account.id, { is: id });
    show.fact('userPlexAccount.uuid', account.uuid, { is: uuid });
    show.fact('userPlexAccount.username', account.username ?? undefined, { is: username });
    show.fact('userPlexAccount.subscription.plan', account.subscription?.plan ?? undefined, { is: 'lifetime' });
    await show.token('userPlexAccount.authToken', account.authToken, { kind: 'account', of: 'alice' });
  });
}

async function askForTransientToken(alice: PlexAPI, { scene, step }: Stage): Promise<void> {
  const heading = { title: 'A temporary token with the same access', call: 'authentication.getTransientToken' };
  await step(heading, async (show) => {
    const { mediaContainer } = await alice.authentication.getTransientToken(DELEGATION);
    show.exchange(tokenRequest(scene.attic), `200 ${JSON_OF_SERVER}`);
    show.fact('mediaContainer.size', mediaContainer.size ?? undefined, { is: 0 });
    await show.token('mediaContainer.token', mediaContainer.token, { kind: 'transient', of: 'alice' });
  });
}

async function askForServer(alice: PlexAPI, { scene, step }: Stage): Promise<void> {
  const heading = { title: 'How to reach server://', call: 'authentication.getSourceConnectionInformation' };
  await step(heading, async (show) => {
    const { attic } = scene;
    const source = sourceOf(attic);
    const { mediaContainer } = await alice.authentication.getSourceConnectionInformation({ source });
    show.exchange(sourceRequest(attic, source), `200 ${JSON_OF_SERVER}`);
    const [device] = mediaContainer.device;
    const [direct, relayed] = device?.connection ?? [];
    show.fact('mediaContainer.device[0].name', device?.name ?? undefined, { is: attic.name });
    show.fact('…device[0].connection[0].uri', direct?.uri ?? undefined, { is: attic.url });
    show.fact('…device[0].connection[0].local', direct?.local ?? undefined, { is: true });
    show.fact('…device[0].connection[1].relay', relayed?.relay ?? undefined, { is: true });
    await show.token('mediaContainer.device[0].accessToken', device?.accessToken, { kind: 'transient', of: 'alice' });
  });
}

async function askForProvider(alice: PlexAPI, { scene, step }: Stage): Promise<void> {
  const heading = { title: 'How to reach provider://', call: 'authentication.getSourceConnectionInformation' };
  await step(heading, async (show) => {
    const source = 'provider://provider-identifier';
    const { mediaContainer } = await alice.authentication.getSourceConnectionInformation({ source });
    show.exchange(sourceRequest(scene.attic, source), `200 ${JSON_OF_SERVER}`);
    const [device] = mediaContainer.device;
    show.fact('mediaContainer.device[0].name', device?.name ?? undefined, { is: 'Invented provider' });
    show.fact('…device[0].connection[0].uri', device?.connection[0]?.uri ?? undefined, { is: scene.plex.url });
    await show.token('mediaContainer.device[0].accessToken', device?.accessToken, { kind: 'transient', of: 'alice' });
  });
}
