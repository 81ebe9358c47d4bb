import { type Scripted, standInFixtures } from '@ticketstub/standin/playwright';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { appSays, pick, press, setScene, useChromium } from './scene.js';

useChromium();

test('a pop-up signs in though its opener believes it closed [auth-page.opener-policy]', async () => {
  const { app, page } = await setScene();
  await page.goto(`${app.url}/`);
  const [popup] = await Promise.all([page.waitForEvent('popup'), press(page, 'Sign in, in a pop-up')]);
  await popup.getByRole('heading', { name: 'Who are you?' }).waitFor();
  await page.getByText('looks closed').waitFor();
  expect(await popup.evaluate('window.opener === null')).toBe(true);
  await pick(popup, /dana/);
  await press(popup, 'Allow');
  await appSays(page, 'claimed');
});

test('without the opener policy a pop-up is seen open until it closes', async () => {
  const { app, page } = await setScene({ openerPolicy: 'unsafe-none' });
  await page.goto(`${app.url}/`);
  const [popup] = await Promise.all([page.waitForEvent('popup'), press(page, 'Sign in, in a pop-up')]);
  await pick(popup, /dana/);
  expect(await page.locator('#closed').innerText()).toBe('');
  await press(popup, 'Allow');
  await appSays(page, 'claimed');
});

const scripted = z.custom<Scripted>((value) => typeof Reflect.get(Object(value), 'addInitScript') === 'function');

test('an app whose pop-up is blocked sends people there instead', async () => {
  const { app, page, context } = await setScene();
  const fixtures = standInFixtures({ popUps: 'blocked' });
  await fixtures.context({ context: scripted.parse(context) }, async () => {
    await page.goto(`${app.url}/`);
    await press(page, 'Sign in, in a pop-up');
    await pick(page, /dana/);
    await press(page, 'Allow');
    await page.waitForURL(/\/back/);
    await appSays(page, 'claimed');
  });
});

test('what is no pop-up opens behind a blocker too', async () => {
  const { app, page, context } = await setScene();
  const fixtures = standInFixtures({ popUps: 'blocked' });
  await fixtures.context({ context: scripted.parse(context) }, async () => {
    await page.goto(`${app.url}/`);
    expect(await page.evaluate(`window.open('/', '_blank') === null && window.open('/') === null`)).toBe(true);
    await page.evaluate(`void window.open('/?opened', '_self')`);
    await page.waitForURL(/\?opened$/);
  });
});
