import { test } from 'vitest';
import { z } from 'zod';
import { judgeScene } from './looks.js';
import {
  type Scene,
  begin,
  otherThan,
  pick,
  pickForPicture,
  press,
  setScene,
  signInWith,
  typeIn,
  useChromium,
} from './scene.js';

useChromium();

/** The pictures that the docs keep: each state once, the main ones in the dark on a phone too. */
const isKept = (name: string): boolean => !name.includes('-dark') && !name.includes('-phone');
const alsoKept = new Set(['link-phone-dark', 'sign-in-phone-dark', 'allow-phone-dark', 'alert-phone-dark']);

/** Each page in each of its states, and how a browser comes there. */
const states: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  link: async ({ page, standIn }) => void (await page.goto(`${standIn.url}/link?pin=AB12`)),
  'link-refused': (scene) => linkRefused(scene, 'ZZZZ', 'No app waits'),
  'link-malformed': (scene) => linkRefused(scene, 'ZZZ!', 'A code is four letters and digits'),
  'link-strong': (scene) => linkRefused(scene, 'k'.repeat(25), 'too long to be typed in'),
  'sign-in': (scene) => begin(scene),
  async 'sign-in-password'(scene) {
    await begin(scene);
    await scene.page.getByText('With login and password').click();
  },
  async 'sign-in-wrong'(scene) {
    await signInWith(scene, 'nobody@example.com', 'nothing');
    await scene.page.getByText('Login or password is wrong.').waitFor();
  },
  async 'sign-in-code'(scene) {
    const { email, password } = scene.standIn.people.finn;
    await signInWith(scene, email, password);
    await scene.page.getByLabel('Six-digit code').waitFor();
  },
  async 'sign-in-code-wrong'(scene) {
    const { email, password, totp } = scene.standIn.people.finn;
    await signInWith(scene, email, password);
    await scene.page.getByLabel('Six-digit code').fill(otherThan(totp?.()));
    await press(scene.page, 'Continue');
    await scene.page.getByText('The code is wrong').waitFor();
  },
  async 'sign-in-email-only'(scene) {
    const { username, password } = scene.standIn.people.eve;
    await signInWith(scene, username, password);
    await scene.page.getByText('with its e-mail address only').waitFor();
  },
  async 'sign-in-blocked'(scene) {
    await signInWith(scene, 'dana@example.com', 'nothing');
    for (let again = 0; again < 5; again += 1) {
      await scene.page.getByText('Login or password is wrong.').waitFor();
      await typeIn(scene.page, 'dana@example.com', 'nothing');
    }
    await scene.page.getByText('Too many failures').waitFor();
  },
  async 'not-hosted'({ page, app, standIn }) {
    await page.goto(app.url);
    const headers = {
      'X-Plex-Client-Identifier': app.clientID,
      'X-Plex-Product': 'A small app',
      Accept: 'application/json',
    };
    const made = await page.evaluate(
      `fetch('${standIn.url}/api/v2/pins?strong=true', { method: 'POST', headers: ${JSON.stringify(headers)} }).then((answer) => answer.json())`,
    );
    const { code } = z.object({ code: z.string() }).parse(made);
    await page.goto(`${standIn.endpoints.authApp}#?clientID=${app.clientID}&code=${code}`);
    await pick(page, /dana/);
    await page.getByText('not hosted by Plex').waitFor();
  },
  async allow(scene) {
    await begin(scene);
    await pick(scene.page, /dana/);
  },
  async alert(scene) {
    scene.standIn.control.setAddress(scene.app.clientID, { ip: '203.0.113.4', country: 'SE' });
    await begin(scene);
    await pick(scene.page, /dana/);
  },
  async refused(scene) {
    await pickForPicture(scene);
    await press(scene.page, 'Refuse');
    await scene.page.getByText('was given nothing').waitFor();
  },
  async done({ page, app }) {
    const { url } = await app.showCode();
    await page.goto(url);
    await press(page, 'Continue');
    await pick(page, /dana/);
    await press(page, 'Allow');
    await page.getByText('You can close this page.').waitFor();
  },
};

async function linkRefused({ page, standIn }: Scene, code: string, why: string): Promise<void> {
  await page.goto(`${standIn.url}/link`);
  await page.getByLabel('Code').fill(code);
  await press(page, 'Continue');
  await page.getByText(why).waitFor();
}

test.each(Object.keys(states))('%s is for everybody, light, and asks nobody else for anything', async (name) => {
  const scene = await setScene({ startAt: Date.parse('2026-11-24T06:00:00Z') });
  await states[name]?.(scene);
  await judgeScene(scene, name, (shown) => isKept(shown) || alsoKept.has(shown));
});
