import { errors, type RetryConfig } from '@ticketstub/sdk';
import type { Section, Stage } from '../play.js';
import { DELEGATION, JSON_OF_SERVER, PAGE_OF_SERVER, sourceOf, sourceRequest, tokenRequest } from '../requests.js';
import { failureOf } from '../show.js';

/** Waits of a few milliseconds, so that nobody waits for the demo. */
const IMPATIENT: RetryConfig = {
  strategy: 'backoff',
  backoff: { initialInterval: 20, maxInterval: 50, exponent: 1.5, maxElapsedTime: 5_000 },
};

/** Servers that are too old, or not well. */
export const badDays: Section = {
  title: "Servers' bad days",
  async play(stage) {
    await askOldServer(stage);
    await askAgain(stage);
  },
};

async function askOldServer({ scene, step }: Stage): Promise<void> {
  const heading = {
    title: 'Cellar is older than 1.15.4: not found',
    call: 'authentication.getSourceConnectionInformation',
  };
  await step(heading, async (show) => {
    const { cellar } = scene;
    const source = sourceOf(cellar);
    const alice = scene.client({ accessToken: scene.people.alice.token, serverURL: cellar.url });
    show.fact("Cellar's version", cellar.version.split('-')[0], { is: '1.15.3.876' });
    const error = await failureOf(alice.authentication.getSourceConnectionInformation({ source }));
    show.exchange(sourceRequest(cellar, source), `404 ${PAGE_OF_SERVER}`);
    show.refusal(error, { as: errors.SDKError, code: 'NOT_FOUND' });
  });
}

async function askAgain({ scene, step }: Stage): Promise<void> {
  const heading = { title: '503 twice, then 200: one call', call: 'authentication.getTransientToken' };
  await step(heading, async (show) => {
    const { attic, plex } = scene;
    const before = plex.control.requests().length;
    plex.control.failNext({ operation: 'getTransientToken', status: 503, times: 2 });
    const alice = scene.client({ accessToken: scene.people.alice.token });
    const { mediaContainer } = await alice.authentication.getTransientToken(DELEGATION, { retries: IMPATIENT });
    const seen = plex.control.requests().slice(before);
    show.exchange(tokenRequest(attic), `503 ${PAGE_OF_SERVER}`);
    show.exchange(tokenRequest(attic), `503 ${PAGE_OF_SERVER}`);
    show.exchange(tokenRequest(attic), `200 ${JSON_OF_SERVER}`);
    show.fact('the server saw', `${seen.length} requests`, { is: '3 requests', note: 'by its own count' });
    await show.token('mediaContainer.token', mediaContainer.token, { kind: 'transient', of: 'alice' });
  });
}
