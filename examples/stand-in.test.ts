import { errors, PlexAPI } from '@ticketstub/sdk';
import { type StandIn, startStandIn } from '@ticketstub/standin';
import { afterEach, beforeEach, expect, test } from 'vitest';

let standIn: StandIn;

beforeEach(async () => {
  standIn = await startStandIn({ listen: false });
});

afterEach(() => standIn.close());

test('a transient token is refused after 48 hours', async () => {
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
