import { errors, PlexAPI } from '@ticketstub/sdk';
import { type StandInContext, standInFixtures } from '@ticketstub/standin/vitest';
import { expect, test as base } from 'vitest';

const test = base.extend<StandInContext>(standInFixtures({ listen: false }));

test('a transient token is refused after 48 hours', async ({ standIn }) => {
  const [attic] = standIn.servers;
  const admin = new PlexAPI({ serverURL: attic?.url, accessToken: standIn.people.alice.token, fetch: standIn.fetch });
  const { mediaContainer } = await admin.authentication.getTransientToken({ type: 'delegation', scope: 'all' });
  const guest = admin.withToken(mediaContainer.token);

  standIn.control.advanceClock(47 * 60 * 60 * 1000);
  await guest.authentication.getTransientToken({ type: 'delegation', scope: 'all' });

  standIn.control.advanceClock(2 * 60 * 60 * 1000);
  await expect(guest.authentication.getTransientToken({ type: 'delegation', scope: 'all' })).rejects.toThrow(
    errors.GetTransientTokenUnauthorized,
  );
});
