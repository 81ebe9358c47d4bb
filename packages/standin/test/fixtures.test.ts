import { describe, expect, test as base } from 'vitest';
import { standInFixtures as playwrightFixtures } from '../src/playwright.js';
import { type StandInContext, standInFixtures } from '../src/vitest.js';

const test = base.extend<StandInContext>(standInFixtures({ listen: false }));

describe('the fixtures for Vitest', () => {
  const tokens: string[] = [];

  test('hand a stand-in to a test', async ({ standIn, expect: see }) => {
    const { token } = standIn.people.alice;
    tokens.push(token);
    const request = { method: 'DELETE', headers: { 'X-Plex-Token': token } };
    see((await standIn.fetch('https://plex.tv/api/v2/users/signout', request)).status).toBe(204);
  });

  test('hand the same one to the next, reset', async ({ standIn, expect: see }) => {
    const { token } = standIn.people.alice;
    see(tokens).toEqual([token]);
    see(standIn.control.requests()).toEqual([]);
    const request = { headers: { 'X-Plex-Token': token } };
    see((await standIn.fetch('https://plex.tv/api/v2/user', request)).status).toBe(200);
  });
});

base('the fixtures for Playwright Test start one stand-in for a worker and close it at its end', async () => {
  const { startedStandIn, standIn } = playwrightFixtures({ listen: false });
  const [startUp, { scope }] = startedStandIn;
  expect(scope).toBe('worker');
  // The runner reads off the parameters which fixtures each of them needs.
  expect(startUp.toString()).toMatch(/^async \(\{\s*\}/);
  expect(standIn.toString()).toMatch(/^async \(\{ startedStandIn \}/);
  await startUp({}, async (started) => {
    await standIn({ startedStandIn: started }, async (handed) => {
      expect((await handed.fetch('https://plex.tv/api/v2/user')).status).toBe(401);
    });
    await started.close();
    await expect(started.fetch('https://plex.tv/api/v2/user')).rejects.toThrow('fetch failed');
  });
});

base('the fixtures for Playwright Test block pop-ups when they are asked to, and only then', async () => {
  const scripts: string[] = [];
  const context = { addInitScript: async (script: string) => scripts.push(script) };
  for (const popUps of ['allowed', 'blocked'] as const) {
    const fixtures = playwrightFixtures({ popUps });
    expect(fixtures.context.toString()).toMatch(/^async \(\{ context \}/);
    await fixtures.context({ context }, async (handed) => expect(handed).toBe(context));
    expect(scripts).toHaveLength(popUps === 'blocked' ? 1 : 0);
  }
  const typo: object = { popUps: 'block' };
  expect(() => playwrightFixtures(typo)).toThrow('popUps: expected allowed or blocked');
});
