import { memoryStore, type PersonCredentials } from '@ticketstub/sdk';
import type { Section, Stage } from '../play.js';
import { JSON_OF_PLEX_TV, userRequest } from '../requests.js';
import { failureOf } from '../show.js';

/** What the list of servers is asked for with. */
const EVERYTHING = '?includeHttps=1&includeRelay=1&includeIPv6=1';

/** A friend with an account token and a key: which token goes where, what they may enter, and what a breach leaves. */
export const rightTokenEverywhere: Section = {
  title: 'The right token for each place',
  async play(stage) {
    const kept = keep(stage);
    await addKey(stage, kept);
    await tokens(stage, kept);
    await verdicts(stage);
    await breach(stage, kept);
  },
};

interface Kept {
  readonly dana: PersonCredentials;
  /** Who was told to sign in again. */
  readonly told: string[];
}

function keep({ scene }: Stage): Kept {
  const told: string[] = [];
  const plex = scene.client({ clientID: 'ticketstub-demo-credentials', clock: scene.plex.clock });
  const dana = plex.credentials.open({
    store: memoryStore(),
    name: 'dana',
    onSignInAgain: ({ name }) => told.push(name),
  });
  return { dana, told };
}

async function addKey({ scene, step }: Stage, { dana }: Kept): Promise<void> {
  await step({ title: 'Dana, signed in, gets a key besides', call: 'credentials.addKey' }, async (show) => {
    const { account, clients } = scene.plex.endpoints;
    await dana.adopt({ accessToken: scene.people.dana.token, account: scene.people.dana });
    await dana.addKey();
    show.exchange(`POST ${clients}/pins`, `201 ${JSON_OF_PLEX_TV}`, 'another device: hers keeps its token');
    show.exchange(`PUT ${account}/pins/link`, '204', 'linked by the token she has');
    show.exchange(/^GET \S+\/pins\/\d+\?deviceJWT=…$/, `200 ${JSON_OF_PLEX_TV}`);
  });
}

async function tokens({ scene, step }: Stage, { dana }: Kept): Promise<void> {
  await step({ title: 'Which token goes where?', call: 'credentials.for' }, async (show) => {
    const { accessToken: atPlex } = await dana.for('plex.tv');
    await show.token('plex.tv', atPlex, { kind: 'jwt', of: 'dana' });
    const { accessToken: atServer } = await dana.for({ server: scene.attic.machineIdentifier });
    show.exchange(`GET ${scene.plex.endpoints.clients}/resources${EVERYTHING}`, `200 ${JSON_OF_PLEX_TV}`);
    await show.token('Attic, which is Alice’s', atServer, { kind: 'server', of: 'dana' });
    const other = await failureOf(dana.for({ server: scene.cellar.machineIdentifier }));
    show.fact('Cellar', String(other), { is: /not-shared/, shown: 'no token: not shared with her' });
  });
}

async function verdicts({ scene, step }: Stage): Promise<void> {
  await step({ title: 'Who may come in?', call: 'access.verdict' }, async (show) => {
    const { people, plex } = scene;
    const house = plex.servers.map(({ machineIdentifier }) => machineIdentifier);
    const owner = people.alice.id;
    for (const [name, verdict, note] of [
      ['alice', 'owner', 'the servers are hers'],
      ['bruno', 'home', 'he is of her Home'],
      ['dana', 'shared', 'a friend'],
      ['eve', 'stranger', 'her own list has none of them'],
    ] as const) {
      const { verdict: came } = await scene.client().access.verdict(people[name].token, house, { owner });
      show.exchange(`GET ${plex.endpoints.clients}/resources${EVERYTHING}`, `200 ${JSON_OF_PLEX_TV}`);
      if (name === 'alice') show.exchange(userRequest(plex), `200 ${JSON_OF_PLEX_TV}`, 'is it really she?');
      show.fact(name, came, { is: verdict, note });
    }
  });
}

async function breach({ scene, step }: Stage, { dana, told }: Kept): Promise<void> {
  await step({ title: 'Plex signs everybody out', call: 'credentials.for' }, async (show) => {
    const { plex } = scene;
    plex.control.breach('dana');
    await dana.refused((await dana.for('plex.tv')).accessToken);
    scene.wire.take();
    const errors = await Promise.all([1, 2, 3].map(() => failureOf(dana.for('plex.tv'))));
    show.fact('three who want a token', errors.map((error) => (error instanceof Error ? error.name : '')).join(), {
      is: 'SignInAgainError,SignInAgainError,SignInAgainError',
      shown: 'are told that nothing works any more',
    });
    show.fact('Dana', told.length, { is: 1, shown: 'is told once to sign in again' });
  });
}
