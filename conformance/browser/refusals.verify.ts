import { test } from 'vitest';
import { gotoChanged, judgeScene, unscripted } from './looks.js';
import { type Scene, pickForPicture, press, setScene, useChromium } from './scene.js';

useChromium();

/** Each page that leads nobody in, and how a browser comes there. */
const states: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  async expired({ page, standIn }) {
    await page.goto(`${standIn.endpoints.authApp}#?code=nothing`);
    await page.getByText('has expired').waitFor();
  },
  async incomplete({ page, standIn }) {
    await page.goto(`${standIn.endpoints.authApp}#?clientID=nothing`);
    await page.getByText('This address is incomplete').waitFor();
  },
  async used(scene) {
    await pickForPicture(scene);
    scene.standIn.control.claimPin({ code: scene.app.lastPin().code, person: 'alice' });
    await press(scene.page, 'Allow');
    await scene.page.getByRole('heading', { name: 'This code was used already' }).waitFor();
  },
  async impossible(scene) {
    const { app, page, standIn } = scene;
    const key = await app.plex.deviceKeys.generate();
    const pin = await app.plex.pins.create({ key });
    standIn.control.claimPin({ code: pin.code, person: 'dana' });
    await app.plex.pins.get(pin.id, { key });
    await pickForPicture(scene);
    await press(page, 'Allow');
    await page.getByRole('heading', { name: 'This cannot be allowed' }).waitFor();
  },
  async 'form-from-elsewhere'(scene) {
    await sendLink(scene, 'form.elements.csrf.value = "of another browser"');
    await scene.page.getByRole('heading', { name: 'This form came from elsewhere' }).waitFor();
  },
  async 'no-such-sign-in'({ page, standIn }) {
    await page.goto(`${standIn.url}/auth/allow?attempt=nothing`);
    await page.getByRole('heading', { name: 'There is no such sign-in' }).waitFor();
  },
  async 'form-too-long'(scene) {
    await sendLink(scene, 'form.elements.code.value = "A".repeat(65_536)');
    await scene.page.getByRole('heading', { name: 'This form is too long' }).waitFor();
  },
  async 'too-many-attempts'(scene) {
    for (let sent = 0; sent < 20; sent += 1) {
      await sendLink(scene, 'form.elements.code.value = "ZZZZ"');
      await scene.page.getByText('No app waits').waitFor();
    }
    await sendLink(scene, 'form.elements.code.value = "ZZZZ"');
    await scene.page.getByRole('heading', { name: 'Too many attempts' }).waitFor();
  },
  async 'something-wrong'({ page, standIn }) {
    standIn.control.failNext({ operation: 'showLinkPage', status: 500 });
    await page.goto(`${standIn.url}/link`);
    await page.getByRole('heading', { name: 'Something went wrong' }).waitFor();
  },
  async 'no-script'({ page, standIn }) {
    await gotoChanged(page, standIn.endpoints.authApp, { body: unscripted });
    await page.getByText('Your browser runs no scripts').waitFor();
  },
  async 'console-elsewhere'({ page, app, standIn }) {
    await page.goto(app.url);
    await page.evaluate(`location.href = '${standIn.url}/console'`);
    await page.getByRole('heading', { name: 'The console is not shown here' }).waitFor();
  },
};

/** Sends the form of the link page as something has made it. */
async function sendLink({ page, standIn }: Scene, make: string): Promise<void> {
  await page.goto(`${standIn.url}/link`);
  await page.evaluate(`(() => { const [form] = document.forms; ${make}; form.submit(); })()`);
}

test.each(Object.keys(states))('%s is for everybody, light, and asks nobody else for anything', async (name) => {
  const startAt = Date.parse('2026-11-24T06:00:00Z');
  const scene = await setScene({ startAt, control: true, rateLimits: name === 'too-many-attempts' });
  await states[name]?.(scene);
  await judgeScene(scene, name, (shown) => shown === name);
});
