import type { Pin } from '@ticketstub/sdk';
import { openBrowser } from '../../../tools/plain-browser.js';
import type { Section, Stage } from '../play.js';
import { JSON_OF_PLEX_TV, pinRequest } from '../requests.js';

/** A program makes a PIN, sends somebody to the sign-in page with it, and waits. */
export const withoutAPassword: Section = {
  title: 'Signing in without a password',
  async play(stage) {
    const pin = await makePin(stage);
    await allow(stage, pin);
    await collect(stage, pin);
  },
};

function makePin({ scene, step }: Stage): Promise<Pin> {
  return step({ title: 'A PIN', call: 'pins.create' }, async (show) => {
    const plex = scene.client();
    const pin = await plex.pins.create({ strong: true });
    show.exchange(`POST ${scene.plex.endpoints.clients}/pins?strong=true`, `201 ${JSON_OF_PLEX_TV}`);
    show.fact('pin.code', pin.code.length, { is: 25, shown: '25 characters', note: 'secret until it is used' });
    show.fact('pin.expiresAt', Math.round((pin.expiresAt - Date.now()) / 60_000), { is: 30, shown: 'in 30 minutes' });
    const { state } = await plex.pins.get(pin.id);
    show.exchange(pinRequest(scene.plex, pin), `200 ${JSON_OF_PLEX_TV}`);
    show.fact('state', state, { is: 'pending' });
    return pin;
  });
}

/** By plain HTTP, with the forms of the pages: what a browser sends. */
function allow({ scene, step }: Stage, pin: Pin): Promise<void> {
  return step({ title: 'Dana opens the page, and allows it', call: 'pins.authAppURL' }, async (show) => {
    const address = scene.client().pins.authAppURL(pin);
    const [page = ''] = address.split('#');
    show.fact('the page', page, { is: scene.plex.endpoints.authApp, note: 'the code is behind the #' });
    const browser = openBrowser(scene.wire);
    const who = await browser.follow(address);
    const asked = await browser.send(who, '/auth/sign-in', { person: 'dana' });
    show.fact('it asks', /<h1[^>]*>([^<]+)/.exec(asked.html)?.[1], { is: 'Sign in to Ticketstub demo?' });
    const done = await browser.send(asked, '/auth/allow', { answer: 'allow' });
    show.fact('it answers', done.status, { is: 200, note: 'by plain HTTP, as a browser would' });
  });
}

function collect({ scene, step }: Stage, pin: Pin): Promise<void> {
  return step({ title: 'The program has been waiting', call: 'pins.waitUntilClaimed' }, async (show) => {
    const outcome = await scene.client().pins.waitUntilClaimed(pin);
    show.exchange(pinRequest(scene.plex, pin), `200 ${JSON_OF_PLEX_TV}`);
    show.fact('state', outcome.state, { is: 'claimed' });
    await show.token('authToken', outcome.state === 'claimed' ? outcome.authToken : '', {
      kind: 'account',
      of: 'dana',
    });
  });
}
