import { describe, expect, test } from 'vitest';
import { ACCOUNT, fourCalls, tokenDetails } from './four-calls.js';
import { scene } from './scene.js';

describe.each(fourCalls)('the answer of $name', ({ make, success }) => {
  test('says its status and media type', async () => {
    const { plex } = scene({ ...success, status: 203, contentType: 'application/json; charset=utf-8' });
    await expect(make(plex)).resolves.toMatchObject({
      statusCode: 203,
      contentType: 'application/json; charset=utf-8',
    });
  });

  test('holds the whole raw response, unread, with its headers', async () => {
    const { plex } = scene({ ...success, headers: { 'x-request-id': 'a-request', 'x-other': 'ü' } });
    const { rawResponse } = await make(plex);
    expect(rawResponse).toBeInstanceOf(Response);
    expect(rawResponse).toMatchObject({ status: success.status, bodyUsed: false });
    expect(rawResponse.headers.get('x-request-id')).toBe('a-request');
    expect(await rawResponse.json()).toEqual(success.body);
  });

  test('lists its status and its payload, and neither header nor raw response', async () => {
    const { plex } = scene(success);
    const answer = await make(plex);
    expect(Object.keys(answer)).toEqual(['statusCode', expect.any(String)]);
    expect(JSON.stringify(answer)).not.toContain('rawResponse');
  });

  test('gives a raw response unread each time', async () => {
    const { plex } = scene(success);
    const answer = await make(plex);
    await answer.rawResponse.text();
    expect(await answer.rawResponse.json()).toEqual(success.body);
  });

  test('is read whatever media type the server calls it', async () => {
    for (const contentType of ['text/html', 'text/plain', '']) {
      const { plex } = scene({ ...success, contentType });
      await expect(make(plex)).resolves.toMatchObject({ contentType });
    }
  });

  test('is read from a transport that knows less than a Response', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify(success.body));
    const { plex } = scene(() =>
      Promise.resolve({
        status: success.status,
        headers: { get: (name) => (name === 'content-type' ? 'application/json' : null) },
        arrayBuffer: () => Promise.resolve(bytes.buffer),
      }),
    );
    const answer = await make(plex);
    expect(answer.contentType).toBe('application/json');
    expect(await answer.rawResponse.json()).toEqual(success.body);
  });
});

test('what was made of the payload does not change the raw response', async () => {
  const body = { ...ACCOUNT, profile: { defaultAudioLanguages: 'en,sv' } };
  const { plex } = scene({ body });
  const answer = await plex.authentication.getTokenDetails();
  expect(answer.userPlexAccount.profile?.defaultAudioLanguages).toEqual(['en', 'sv']);
  expect(await answer.rawResponse.json()).toEqual(body);
});

test('a payload is plain: it survives JSON and structuredClone', async () => {
  const { plex } = scene(tokenDetails.success);
  const { userPlexAccount } = await plex.authentication.getTokenDetails();
  expect(structuredClone(userPlexAccount)).toEqual(ACCOUNT);
  expect(JSON.parse(JSON.stringify(userPlexAccount))).toEqual(ACCOUNT);
});

test('a byte order mark before the JSON is nothing to stumble over', async () => {
  const { plex } = scene({ body: `\uFEFF${JSON.stringify(ACCOUNT)}` });
  await expect(plex.authentication.getTokenDetails()).resolves.toMatchObject({ userPlexAccount: ACCOUNT });
});
