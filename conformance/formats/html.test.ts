import { describe, expect, test } from 'vitest';
import { type Form, ask, openPlace, ways } from './asking.js';
import { readHtml } from './html.js';
import { oneOfEach } from './questions.js';

const STATUSES = [400, 401, 403, 404, 422, 429, 500, 503, 599];
const forms: readonly Form[] = ['json', 'xml'];

/** Checks that an answer is a page, whole and of plain ASCII. */
async function expectPage(response: Response): Promise<string> {
  expect(response.headers.get('content-type')).toBe('text/html');
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(response.headers.get('content-length')).toBe(String(bytes.length));
  const html = bytes.toString('utf8');
  // The type names no charset: what is not ASCII would be read by each browser in its own way.
  expect(html).toMatch(/^[ -~]+$/);
  expect(readHtml(html)).toEqual({ errors: [], again: html });
  return html;
}

describe.each(ways)('%s', (way) => {
  test.each(oneOfEach('mediaServer'))(
    'whatever $operation is refused with is a faultless page [negotiate.media-server-errors-html]',
    async ({ operation, asked }) => {
      const place = await openPlace(way);
      const request = await asked(place);
      for (const status of STATUSES) {
        place.standIn.control.failNext({ operation, status, times: forms.length });
        for (const form of forms) {
          const response = await ask(place, request(form), form);
          expect(response.status).toBe(status);
          expect(await expectPage(response)).toContain(`<h1>${status} `);
        }
      }
    },
  );

  test.each([
    ['/', 401],
    ['/security/token?type=delegation&scope=all', 401],
    ['/security/resources?source=server://x', 401],
    ['/%3Cscript%3E', 401],
  ])('%s without a token is a faultless page with %i', async (path, status) => {
    const place = await openPlace(way);
    for (const form of forms) {
      const response = await ask(place, { host: 'attic', path }, form);
      expect(response.status).toBe(status);
      await expectPage(response);
    }
  });

  test.each([
    ['alice', '/security/token?type=%3Cb%3E', 400],
    ['alice', '/security/resources', 400],
    ['bruno', '/security/resources?source=server://x', 403],
    ['alice', '/%3Cscript%3E', 404],
  ] as const)('%s asking for %s is a faultless page with %i', async (person, path, status) => {
    const place = await openPlace(way);
    const { serverTokens } = place.standIn.people[person];
    const token = serverTokens[place.standIn.servers[0]?.machineIdentifier ?? ''] ?? '';
    for (const form of forms) {
      const response = await ask(place, { host: 'attic', path, headers: { 'X-Plex-Token': token } }, form);
      expect(response.status).toBe(status);
      await expectPage(response);
    }
  });
});

test.each([
  ['an attribute twice', '<html><head></head><body><h1 id="a" id="b">404</h1></body></html>'],
  ['an element closed by another', '<html><head></head><body><h1>404</h2></body></html>'],
  ['an element left open', '<html><head></head><body><h1>404</body></html>'],
  ['a bare ampersand', '<html><head></head><body><h1>404 & more</h1></body></html>'],
  ['no head', '<html><body></body></html>'],
])('a page with %s is not taken for faultless', (_, html) => {
  expect(readHtml(html)).not.toEqual({ errors: [], again: html });
});
